#!/bin/sh
# Publie le site sur un serveur ordinaire : nginx ou Apache sert le dossier « current » à l’intérieur de la cible.
#   sh publication/publier.sh /var/www/soins
# Chaque jour à 5 h, pour que les alertes et les fermetures suivent la date (crontab -e) :
#   0 5 * * * cd /chemin/du/territoire && sh publication/publier.sh /var/www/soins
# Les visiteurs voient l’ancien site ou le nouveau, jamais un mélange ; s’il reste une erreur, rien ne change.
set -eu
cible=${1:?"Usage : sh publication/publier.sh DOSSIER"}
portal=${PORTAL:-portal} # le programme, s’il n’est pas dans le PATH : PORTAL=/opt/portal/.venv/bin/portal
"$portal" build --quiet
"$portal" publish "$cible"
