<?php
// Writes checker/tests/moodle-classes.txt: the class that Moodle's password rules give to every code
// point, from PHP itself, whose \p{Lu}, \p{Ll} and \p{Nd} they use. A line is a range, in hexadecimal:
// its first and last code point and the class; what is in no line counts as non-alphanumeric.
//
//   php classes.php      (PHP 8.2 with PCRE2 10.42: Unicode 14)

function class_of(int $code): ?string {
    if ($code >= 0xD800 && $code <= 0xDFFF) {
        return null;
    }
    $character = iconv('UTF-32BE', 'UTF-8', pack('N', $code));
    foreach (['Lu', 'Ll', 'Nd'] as $class) {
        if (preg_match('/^\p{' . $class . '}$/u', $character)) {
            return $class;
        }
    }
    return null;
}

$lines = [];
$first = 0;
$class = null;
for ($code = 0; $code <= 0x110000; $code++) {
    $next = $code <= 0x10FFFF ? class_of($code) : null;
    if ($next === $class) {
        continue;
    }
    if ($class !== null) {
        $lines[] = sprintf("%x %x %s\n", $first, $code - 1, $class);
    }
    [$first, $class] = [$code, $next];
}
file_put_contents(__DIR__ . '/../../checker/tests/moodle-classes.txt', implode('', $lines));
