#!/bin/sh
# Publie le site sur un serveur ordinaire : nginx ou Apache sert le dossier « current » à l’intérieur de la cible.
#   sh publication/publier.sh /var/www/soins
# Chaque jour à 5 h, pour que les alertes, les fermetures et les relectures suivent la date ; puis le site publié est
# relu, et le lundi les liens sont interrogés. « cron » écrit ce qu’ils trouvent (crontab -e) :
#   MAILTO=equipe@exemple.fr
#   0 5 * * * cd /chemin/du/territoire && sh publication/publier.sh /var/www/soins
#   30 5 * * * cd /chemin/du/territoire && portal doctor
#   0 6 * * 1 cd /chemin/du/territoire && portal links
# Dans un dépôt Git, prenez tout l’historique (git clone sans --depth) : les pages disent ce qui a changé.
# Les visiteurs voient l’ancien site ou le nouveau, jamais un mélange ; s’il reste une erreur, rien ne change.
set -eu
cible=${1:?"Usage : sh publication/publier.sh DOSSIER"}
portal=${PORTAL:-portal} # le programme, s’il n’est pas dans le PATH : PORTAL=/opt/portal/.venv/bin/portal
"$portal" build --quiet
"$portal" publish "$cible"
