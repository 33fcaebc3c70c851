// What all M@gistère pages share, written once:
//   <m-bar></m-bar>                                    the bar of someone not connected
//   <m-bar connected name="Camille Exemple" initials="CE" current="Mes parcours"></m-bar>
//   <m-footer></m-footer>
// The academy is filled by render.mjs (data-fill), like everywhere else.
{
  const icon = (shape) => `<svg class="icon" viewBox="0 0 24 24">${shape}</svg>`;
  const loupe = icon('<circle cx="10" cy="10" r="6.5"/><path d="M15 15l6 6"/>');
  const bell = icon('<path d="M5 17h14l-2-3V9a5 5 0 0 0-10 0v5zM10 20h4"/>');
  const bubble = icon('<path d="M4 5h16v11H9l-5 4z"/>');
  const nobody = '<svg viewBox="0 0 30 30"><circle cx="15" cy="12" r="5"/><path d="M5 29a10 10 0 0 1 20 0z"/></svg>';
  const caret = '<svg width="9" height="6" viewBox="0 0 9 6"><path d="M0 0h9L4.5 6z" fill="#4a5561"/></svg>';

  customElements.define('m-bar', class extends HTMLElement {
    connectedCallback() {
      const tab = (text, mark) =>
        `<a class="tab${this.getAttribute('current') === text ? ' current' : ''}" data-mark="${mark}">${text}</a>`;
      const name = this.getAttribute('name');
      const person = `<span class="user">${name ? `<span data-mark="personne">${name}</span>` : ''}`
        + `<b>${this.getAttribute('initials') ?? nobody}</b>${caret}</span>`;
      this.innerHTML = '<div class="bar"><span class="brand" data-mark="logo">m<i>@</i>gistère'
        + '<small data-fill="academie"></small></span>'
        + (this.hasAttribute('connected') ? tab('Mes parcours', 'mes-parcours') : '')
        + `${tab('Offre de formation', 'offre')}<span class="spacer"></span>${loupe}`
        + (this.hasAttribute('connected') ? `${bell}${bubble}${person}` : '<span class="state">Non connecté.</span>')
        + '</div>';
    }
  });

  customElements.define('m-footer', class extends HTMLElement {
    connectedCallback() {
      const links = ['Mentions légales', 'À propos', 'Contact', 'Aide à la connexion', 'Accessibilité'];
      this.innerHTML = `<footer>${links.map((text) => `<span>${text}</span>`).join('')}</footer>`;
    }
  });
}
