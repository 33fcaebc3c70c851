//! The words of `--help`.
//!
//! Constants only: what each command and option does, in French, set as it is shown.

pub(super) const TEMPLATE: &str =
    "{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}";
pub(super) const COMMANDS: &str = "Commandes ";
pub(super) const OPTIONS: &str = "Options ";
pub(super) const ARGUMENTS: &str = "Arguments ";

pub(super) const ABOUT: &str = "pasapas : des guides pas à pas, académie par académie";
pub(super) const USAGE: &str = "pasapas <COMMANDE> [OPTIONS]";
pub(super) const EXAMPLES: &str = "\
Exemples :
  pasapas init mon-site            crée un site de départ
  pasapas serve --open             montre le site du dossier courant pendant qu’on l’écrit
  pasapas build                    construit le site du dossier courant dans public/
  pasapas handout lille            fait le livret d’une académie, à imprimer
  pasapas build --help             explique les options d’une commande

Codes de retour : 0 tout va bien, 1 le site a des erreurs, 2 la commande est mal employée.";
pub(super) const HELP: &str = "Afficher cette aide";
pub(super) const VERSION: &str = "Afficher la version";

pub(super) const BUILD: &str = "Construire le site";
pub(super) const BUILD_USAGE: &str = "pasapas build [OPTIONS]";
pub(super) const BUILD_EXAMPLES: &str = "\
Exemples :
  pasapas build
  pasapas build --root mon-site --output /srv/www/guides
  pasapas build --academy lille    seulement les pages de Lille
  pasapas build --shard 2/4        la deuxième part sur quatre, pour répartir un grand site

Seul ce qui a changé est réécrit. S’il y a une erreur, l’ancien site reste en place.";
pub(super) const ROOT: &str =
    "Dossier du site, celui de site.yaml (par défaut, le dossier courant)";
pub(super) const OUTPUT: &str = "Dossier où écrire (par défaut, public dans le dossier du site)";
pub(super) const ACADEMY: &str = "Ne construire que les pages de cette académie";
pub(super) const SHARED: &str = "Ne construire que ce qui n’appartient à aucune académie";
pub(super) const SHARD: &str = "Ne construire que la part I sur N";
pub(super) const DRAFTS: &str = "Inclure les guides marqués « draft: true »";
pub(super) const FORMAT: &str = "Forme du compte rendu : text (par défaut) ou json";
pub(super) const NO_HANDOUTS: &str = "Ne pas faire les fiches PDF à imprimer";
pub(super) const TIMINGS: &str = "Afficher la durée de chaque phase";

pub(super) const COVERAGE: &str = "Montrer quelle académie propose quel guide, et ce qui manque";
pub(super) const COVERAGE_USAGE: &str = "pasapas coverage [OPTIONS]";
pub(super) const COVERAGE_EXAMPLES: &str = "\
Exemples :
  pasapas coverage
  pasapas coverage --format json";

pub(super) const FIX: &str = "Corriger les repères des captures dont la taille a changé";
pub(super) const FIX_USAGE: &str = "pasapas fix [OPTIONS]";
pub(super) const FIX_EXAMPLES: &str = "\
Exemple :
  pasapas fix

Seuls les nombres changent : commentaires et mise en page des fichiers restent.";

pub(super) const HANDOUT: &str = "Faire une fiche PDF à distribuer";
pub(super) const HANDOUT_USAGE: &str = "pasapas handout <ACADÉMIE[/GUIDE]> [OPTIONS]";
pub(super) const HANDOUT_EXAMPLES: &str = "\
Exemples :
  pasapas handout lille/se-connecter
  pasapas handout lille/se-connecter --choice page-accueil --large
                                   un seul cas, en gros caractères
  pasapas handout lille --paper a5 le livret de tous les guides, sur A5

« pasapas build » fait les fiches et les livrets de tout le site, à côté de leurs pages.";
pub(super) const SUBJECT: &str =
    "Une académie pour son livret, ou une académie et un guide : lille/se-connecter";
pub(super) const CHOICE: &str = "Ne garder que ce cas d’un choix (son « id ») ; peut être répété";
pub(super) const LARGE: &str = "En gros caractères (18 points)";
pub(super) const PAPER: &str = "Papier : a4, a5 ou letter (par défaut, celui de site.yaml)";
pub(super) const PDF_FILE: &str =
    "Fichier à écrire (par défaut, le nom de la fiche dans le dossier courant)";

pub(super) const INIT: &str = "Créer un site de départ";
pub(super) const INIT_USAGE: &str = "pasapas init <DOSSIER>";
pub(super) const INIT_EXAMPLES: &str = "\
Exemple :
  pasapas init mon-site";
pub(super) const NEW_FOLDER: &str = "Dossier à créer ; s’il existe, il doit être vide";

pub(super) const THEME: &str = "Copier des fichiers du thème par défaut, pour les changer";
pub(super) const THEME_USAGE: &str = "pasapas theme [FICHIER]... [OPTIONS]";
pub(super) const THEME_EXAMPLES: &str = "\
Exemples :
  pasapas theme                    donne la liste des fichiers
  pasapas theme assets/style.css handout/screenshot.typ
                                   les copie dans le thème que nomme site.yaml

Un fichier qui existe déjà n’est jamais remplacé.";
pub(super) const THEME_FILES: &str = "Fichiers à copier ; sans, leur liste";

pub(super) const SERVE: &str = "Montrer le site dans un navigateur pendant qu’on l’écrit";
pub(super) const SERVE_USAGE: &str = "pasapas serve [OPTIONS]";
pub(super) const SERVE_EXAMPLES: &str = "\
Exemples :
  pasapas serve --open
  pasapas serve --root mon-site --port 8000
  PASAPAS_EDITOR='code -g {file}:{line}' pasapas serve
                                   « voir la source » ouvre le fichier dans l’éditeur

Les pages ouvertes se mettent à jour à chaque enregistrement. Rien n’est écrit : pour publier,
« pasapas build ». Ctrl-C arrête l’aperçu.";
pub(super) const OPEN: &str = "Ouvrir le navigateur";
pub(super) const PORT: &str = "Port (par défaut, le premier libre à partir de 4000)";
pub(super) const ADDRESS: &str =
    "Adresse où répondre (par défaut 127.0.0.1 : cet ordinateur seulement)";
pub(super) const DEBOUNCE: &str =
    "Attendre que rien ne change pendant MS millisecondes (par défaut 30)";
pub(super) const POLL: &str = "Chercher les changements toutes les MS millisecondes (1000 sans nombre), pour un disque réseau ou partagé";
