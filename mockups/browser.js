// Draws the top of a browser window above a screen: one tab and the address bar.
//
//   <body data-tab="Éduline" data-address="eduline.ac-lille.fr"> … <script src="../browser.js"></script>
//
// Without data-address the address is left to the output: data-fill="adresse".
// The address is measured as the mark "adresse".

const { tab, address } = document.body.dataset;
const icon = (path) => `<svg viewBox="0 0 24 24"><path d="${path}"/></svg>`;
const chrome = document.createElement('div');
chrome.className = 'chrome';
chrome.innerHTML = `
  <div class="tabs"><span class="tab"><i></i><span>${tab}</span>${icon('M7 7l10 10M17 7L7 17')}</span>${icon('M12 5v14M5 12h14')}</div>
  <div class="tools">${icon('M19 12H5M11 6l-6 6 6 6')}${icon('M5 12h14M13 6l6 6-6 6')}${icon('M19 12a7 7 0 1 1-2-5M19 4v4h-4')}
    <span class="address" data-mark="adresse">${icon('M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3')}<span data-fill="adresse">${address ?? ''}</span></span>
    ${icon('M4 7h16M4 12h16M4 17h16')}</div>`;
document.body.prepend(chrome);
