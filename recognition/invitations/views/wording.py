"""What an invitation proposes to write, before anyone has typed: nothing in it tells why somebody
was thought of."""

from recognition.invitations.models import InvitationKind
from recognition.web.languages import mark

TITLES = {
    InvitationKind.WORD: mark("Écrire un mot"),
    InvitationKind.MEETING: mark("Proposer une rencontre"),
    InvitationKind.ROUND: mark("Proposer une tournée d’endossements"),
    InvitationKind.WORKSHOP: mark("Préparer un atelier"),
}
ICONS = {
    InvitationKind.WORD: "mail",
    InvitationKind.MEETING: "heart-handshake",
    InvitationKind.ROUND: "message-square-quote",
    InvitationKind.WORKSHOP: "calendar",
}
LEADS = {
    InvitationKind.WORD: mark("Quelques lignes à une ou plusieurs personnes. Rien à répondre."),
    InvitationKind.MEETING: mark(
        "Avec vous, ou entre plusieurs : un café, un appel, une visite. La date peut venir plus"
        " tard."
    ),
    InvitationKind.ROUND: mark(
        "Quelques badges, et les membres à qui vous les proposez. Chaque personne choisit ce"
        " qu’elle endosse, ou rien."
    ),
    InvitationKind.WORKSHOP: mark(
        "Une date et un lieu. L’atelier paraît aussi sur la page du collectif, pour ses membres."
    ),
}
PROPOSED = {
    InvitationKind.WORD: mark(
        "Bonjour,\n\n"
        "Je prends un moment pour vous écrire. Qu’est-ce qui vous occupe en ce moment, et"
        " qu’aimeriez-vous partager avec le collectif ? Un mot, un appel ou un café, comme vous"
        " préférez.\n\n"
        "Bien à vous,"
    ),
    InvitationKind.MEETING: mark(
        "Bonjour,\n\n"
        "Je crois que vous auriez des choses à vous raconter. Et si l’on se retrouvait autour d’un"
        " café, ou au téléphone ? Dites-moi ce qui vous convient.\n\n"
        "Bien à vous,"
    ),
    InvitationKind.ROUND: mark(
        "Bonjour,\n\n"
        "Voici quelques badges qui gagneraient à être racontés. Si l’un d’eux vous parle, parce"
        " que vous l’avez vu vivre, quelques phrases de vous suffisent.\n\n"
        "Merci d’avance,"
    ),
    InvitationKind.WORKSHOP: mark(
        "Bonjour,\n\n"
        "Nous nous retrouvons bientôt pour parler de badges et de ce qu’ils reconnaissent. Venez"
        " comme vous êtes, et à deux si le cœur vous en dit.\n\n"
        "À bientôt,"
    ),
}
SEEN_BY = {
    InvitationKind.WORD: mark(
        "Chaque personne lit ce mot sans savoir à qui d’autre il est envoyé. La coordination de"
        " votre collectif peut le lire aussi."
    ),
    InvitationKind.MEETING: mark(
        "Les personnes invitées voient le nom les unes des autres : celui des profils qu’elles"
        " peuvent voir, et de qui accepte. La coordination de votre collectif lit l’invitation et"
        " les réponses."
    ),
    InvitationKind.ROUND: mark(
        "Personne ne sait à qui d’autre la tournée est proposée. La coordination verra combien de"
        " ces badges ont reçu leur premier endossement, jamais qui n’a rien écrit."
    ),
    InvitationKind.WORKSHOP: mark(
        "Les membres du collectif voient l’atelier et le nom de qui vient. La coordination lit"
        " toutes les réponses."
    ),
}
