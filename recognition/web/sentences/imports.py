"""Sentences of the room `imports`: what is said of a badge that was verified, and of its keeping.

`REASONS` says why a check ended as it did, by the codes of `recognition.openbadges`; `NAMING` says
it of something named, where the check could name it.
"""

from recognition.web.languages import mark

SAID = {
    "import.kept": mark(
        "Badge ajouté à vos badges. Vous seul·e le voyez, tant que vous n’en décidez pas autrement."
    ),
    "import.again": mark("Ce badge était déjà là : nous l’avons vérifié de nouveau."),
    "import.kept_apart": mark("Gardé pour vous seul·e : ce badge n’est pas à votre adresse."),
    "import.checked": mark("Vérifié de nouveau, à l’instant."),
    "import.visibility": mark("Visibilité enregistrée. Elle vaut partout, dès maintenant."),
    "import.removed": mark("Badge retiré de vos badges, avec ses preuves et ses endossements."),
}

FIELD_FAULTS = {
    "import.nothing_sent": mark("Choisissez un fichier, ou collez l’adresse ou le texte du badge."),
    "import.too_heavy": mark("Ce fichier dépasse 5 Mo : un badge est bien plus léger."),
    "import.too_often": mark(
        "Vous avez vérifié beaucoup de badges en peu de temps. Reprenez {when} : ce que vous avez"
        " écrit est encore là."
    ),
    "import.too_many": mark(
        "Vous avez importé trente badges en une heure. Reprenez {when} : rien n’est perdu."
    ),
}

_DAMAGED = mark(
    "Ce fichier est abîmé ou incomplet. Téléchargez-le de nouveau là où vous l’avez trouvé."
)
_NOT_WRITTEN_RIGHT = mark("Ce que porte ce fichier n’est pas écrit comme un badge.")
_TOO_LARGE = mark("Ce fichier est bien plus gros qu’un badge : nous ne le lisons pas.")
_NOTHING = mark(
    "Il n’y a pas de badge dans ce fichier. Une image recopiée ou capturée à l’écran perd ses"
    " données : prenez le fichier d’origine."
)
_NOT_KNOWN = mark(
    "Nous ne reconnaissons pas ce fichier. Un badge est une image PNG ou SVG, ou un"
    " texte JSON ou JWT."
)
_SEVERAL = mark("Il y a plusieurs badges dans ce fichier. Envoyez-les un par un.")
_UNSAFE = mark("Ce fichier est fait d’une façon que nous refusons, par prudence.")
_UNSIGNED_WORDS = mark(
    "Ce badge contient des mots que sa signature ne couvre pas : n’importe qui a pu les ajouter."
)
_CHANGED = mark(
    "La signature ne correspond pas au contenu : ce fichier a été modifié après coup, ou n’a pas"
    " été signé par cet émetteur."
)
_PROOF_UNREAD = mark("Sa signature est faite d’une façon que nous ne lisons pas.")
_KEY_UNREAD = mark("La clé de son émetteur n’a pas pu être lue.")
_KEY_REVOKED = mark(
    "Son émetteur a renoncé à la clé qui a signé ce badge : elle ne prouve plus rien."
)
_TOKEN_REFUSED = mark(
    "La signature de ce badge est faite d’une façon qui ne protège rien : nous la refusons."
)
_LIST_UNREAD = mark("La liste des badges retirés n’a pas pu être lue.")
_TOO_COMPLEX = mark(
    "Ce badge est trop compliqué pour que nous vérifiions sa signature en un temps raisonnable."
)

REASONS = {
    # Reading it
    "file.too_large": _TOO_LARGE,
    "file.empty": mark("Ce fichier est vide."),
    "file.unknown": _NOT_KNOWN,
    "file.nothing_inside": _NOTHING,
    "file.several": _SEVERAL,
    "file.encrypted": mark("Ce badge est chiffré : seule la personne qui a la clé peut le lire."),
    "file.broken_text": _NOT_WRITTEN_RIGHT,
    "png.not_png": _DAMAGED,
    "png.cut_short": _DAMAGED,
    "png.chunk": _DAMAGED,
    "png.checksum": _DAMAGED,
    "png.compression": _DAMAGED,
    "png.text": _DAMAGED,
    "png.text_too_large": _TOO_LARGE,
    "png.twice": _SEVERAL,
    "svg.not_svg": _NOT_KNOWN,
    "svg.syntax": _DAMAGED,
    "svg.encoding": _DAMAGED,
    "svg.doctype": _UNSAFE,
    "svg.too_deep": _UNSAFE,
    "svg.too_large": _TOO_LARGE,
    "svg.text_too_large": _TOO_LARGE,
    "svg.twice": _SEVERAL,
    "svg.empty": _NOTHING,
    "svg.empty_picture": _DAMAGED,
    "json.syntax": _NOT_WRITTEN_RIGHT,
    "json.encoding": _NOT_WRITTEN_RIGHT,
    "json.text": _NOT_WRITTEN_RIGHT,
    "json.number": _NOT_WRITTEN_RIGHT,
    "json.twice": mark(
        "Ce badge dit deux fois la même chose, et pas pareil : on ne sait que croire."
    ),
    "json.too_deep": _UNSAFE,
    "json.too_large": _TOO_LARGE,
    "readable.structure": mark("Il manque à ce badge quelque chose que tout badge doit dire."),
    "readable.no_badge": mark("Ce fichier se lit, et ce n’est pas un badge."),
    "readable.token": _NOT_WRITTEN_RIGHT,
    "readable.older_form": mark(
        "Ce badge est écrit dans une ébauche du format : nous en lisons ce que nous pouvons."
    ),
    "readable.address_unreachable": mark("L’adresse n’a pas pu être lue."),
    "readable.address_empty": mark("Cette adresse répond, mais pas avec un badge."),
    "readable.failed": mark(
        "Notre vérification s’est arrêtée en chemin. Cela ne dit rien de ce badge : réessayez plus"
        " tard."
    ),
    # Who issued it
    "issuer.redirected": mark(
        "L’adresse de son émetteur mène à un autre site : rien ne dit que ce soit encore lui."
    ),
    "issuer.other_address": mark("Son émetteur répond, sur le même site, à une autre adresse."),
    "issuer.not_confirmed": mark(
        "Ce badge apporte lui-même la clé de son émetteur : rien ne dit qui la tient."
    ),
    "issuer.unreachable": mark("Son émetteur ne répond pas."),
    "issuer.badge_unreachable": mark("Le site qui dit qui émet ce badge ne répond pas."),
    "issuer.unknown_method": mark(
        "Son émetteur se présente d’une façon que nous ne savons pas vérifier."
    ),
    "issuer.not_asked": mark(
        "Il y avait trop d’adresses à demander : son émetteur ne l’a pas été."
    ),
    "issuer.other_key": mark("Ce badge est signé avec la clé de quelqu’un d’autre."),
    "issuer.key_not_listed": mark("Son émetteur ne reconnaît pas la clé qui a signé ce badge."),
    "issuer.key_revoked": _KEY_REVOKED,
    "issuer.other_document": mark("À l’adresse de l’émetteur, c’est quelqu’un d’autre qui répond."),
    "issuer.bad_key": mark("La clé de son émetteur ne se lit pas, ou ne protège rien."),
    "issuer.not_allowed": mark("Ce badge est publié là où son émetteur n’en publie pas."),
    "issuer.none": mark("Ce badge ne dit pas qui l’a émis."),
    "issuer.structure": mark("La présentation de son émetteur n’est pas celle d’un émetteur."),
    # Its signature, or the host that stands for it
    "signature.hosted": mark("Son émetteur le publie, mot pour mot."),
    "signature.hosted_elsewhere": mark(
        "Son adresse mène à un autre site : rien ne dit que son émetteur l’y publie."
    ),
    "signature.malformed": mark("Sa signature est mal écrite : elle ne prouve rien."),
    "signature.own_key": mark(
        "Ce badge apporte lui-même la clé de sa signature : cela ne prouve rien."
    ),
    "signature.missing": mark("Ce badge n’est ni signé ni publié par son émetteur."),
    "signature.broken": _CHANGED,
    "signature.purpose": mark("La clé qui a signé ce badge ne sert pas à émettre des badges."),
    "signature.expired": mark("Sa signature n’était bonne que jusqu’à une date, qui est passée."),
    "signature.undefined_term": _UNSIGNED_WORDS,
    "signature.refused": _TOKEN_REFUSED,
    "signature.claims_differ": mark("Ce qui est signé et ce que dit le badge ne s’accordent pas."),
    "signature.hosted_differs": mark(
        "Son émetteur publie autre chose que ce fichier : il a été modifié, ici ou là-bas."
    ),
    "signature.unknown_suite": _PROOF_UNREAD,
    "signature.unknown_context": mark(
        "Ce badge emploie un vocabulaire que nous ne connaissons pas : sa signature ne peut pas"
        " être vérifiée ici."
    ),
    "signature.too_complex": _TOO_COMPLEX,
    "signature.no_key": mark("Ce badge ne dit pas avec quelle clé il est signé."),
    "signature.key_unreachable": mark("La clé de son émetteur n’a pas pu être demandée."),
    "signature.host_unreachable": mark("Le site qui publie ce badge ne répond pas."),
    "signature.not_hosted": mark("Ce badge est ancien, et ne dit pas où il est publié."),
    "signature.not_checked": mark("Sans émetteur reconnu, il n’y a pas de signature à vérifier."),
    # Whether it was taken back
    "revocation.revoked": mark("Son émetteur l’a retiré."),
    "revocation.suspended": mark("Son émetteur l’a suspendu pour un temps."),
    "revocation.gone": mark("Le site qui le publiait dit l’avoir retiré."),
    "revocation.unreachable": mark("La liste des badges retirés n’a pas répondu."),
    "revocation.list_broken": _LIST_UNREAD,
    "revocation.list_old": mark("La liste des badges retirés n’est plus à jour."),
    "revocation.other_issuer": mark("La liste des badges retirés est celle de quelqu’un d’autre."),
    "revocation.unknown_method": mark("Il dit s’il est retiré d’une façon que nous ne lisons pas."),
    "revocation.not_checked": mark("Il a été refusé avant que cela soit demandé."),
    # Its dates
    "dates.expired": mark("Il a expiré."),
    "dates.not_yet": mark("Il ne vaut pas encore."),
    "dates.unreadable": mark("Une de ses dates ne se lit pas."),
    # Whom it names
    "recipient.not_asked": mark(
        "Donnez l’adresse de courriel de la personne : nous dirons si ce badge est le sien."
    ),
    "recipient.not_named": mark("Ce badge ne nomme aucune adresse de courriel."),
    "recipient.other": mark("Ce badge est à une autre adresse."),
    # An endorsement beyond those that are checked
    "endorsement.not_checked": mark("Il y a trop d’endossements : celui-ci n’a pas été vérifié."),
    # The cryptographic core
    "json_ld.not_an_object": _NOT_WRITTEN_RIGHT,
    "json_ld.too_large": _TOO_COMPLEX,
    "json_ld.too_deep": _TOO_COMPLEX,
    "json_ld.too_many_nodes": _TOO_COMPLEX,
    "json_ld.too_long": _TOO_COMPLEX,
    "json_ld.no_context": _NOT_WRITTEN_RIGHT,
    "json_ld.unknown_context": mark("Ce badge emploie un vocabulaire que nous ne connaissons pas."),
    "json_ld.inline_context": _UNSAFE,
    "json_ld.undefined_term": _UNSIGNED_WORDS,
    "json_ld.undefined_type": _UNSIGNED_WORDS,
    "json_ld.relative_address": _NOT_WRITTEN_RIGHT,
    "json_ld.keyword": _UNSAFE,
    "json_ld.value": _UNSIGNED_WORDS,
    "json_ld.shared_node": _NOT_WRITTEN_RIGHT,
    "json_ld.malformed": _NOT_WRITTEN_RIGHT,
    "proof.missing": mark("Ce badge n’est pas signé."),
    "proof.malformed": _PROOF_UNREAD,
    "proof.unknown": _PROOF_UNREAD,
    "proof.purpose": mark("La clé qui a signé ce badge ne sert pas à émettre des badges."),
    "proof.expired": mark("Sa signature n’était bonne que jusqu’à une date, qui est passée."),
    "proof.key": _KEY_UNREAD,
    "key.malformed": _KEY_UNREAD,
    "key.unknown": _KEY_UNREAD,
    "key.weak": mark(
        "La clé de son émetteur est trop faible pour que sa signature prouve quelque chose."
    ),
    "key.absent": mark("Son émetteur ne reconnaît pas la clé qui a signé ce badge."),
    "key.purpose": mark("La clé qui a signé ce badge ne sert pas à émettre des badges."),
    "key.revoked": _KEY_REVOKED,
    "key.foreign": mark("Ce badge est signé avec la clé de quelqu’un d’autre."),
    "did.malformed": mark("L’identité de son émetteur ne se lit pas."),
    "did.unknown": mark("Son émetteur se présente d’une façon que nous ne savons pas vérifier."),
    "did.mismatch": mark("À l’adresse de l’émetteur, c’est quelqu’un d’autre qui répond."),
    "token.too_large": _TOO_LARGE,
    "token.malformed": _NOT_WRITTEN_RIGHT,
    "token.encrypted": mark("Ce badge est chiffré : seule la personne qui a la clé peut le lire."),
    "token.algorithm": _TOKEN_REFUSED,
    "token.header": _TOKEN_REFUSED,
    "token.key": _KEY_UNREAD,
    "token.time": mark("Une de ses dates ne se lit pas."),
    "token.expired": mark("Il a expiré."),
    "token.early": mark("Il ne vaut pas encore."),
    "status.malformed": _LIST_UNREAD,
    "status.too_large": _LIST_UNREAD,
    "status.too_short": _LIST_UNREAD,
    "status.index": _LIST_UNREAD,
}

NAMING = {
    "readable.structure": mark("Il manque à ce badge ce que tout badge doit dire : « {detail} »."),
    "readable.older_form": mark(
        "Ce badge est écrit dans une ébauche du format, sans « {detail} » : nous en lisons ce que"
        " nous pouvons."
    ),
    "issuer.redirected": mark(
        "L’adresse de son émetteur mène à {detail} : rien ne dit que ce soit encore lui."
    ),
    "issuer.unreachable": mark("Son émetteur ne répond pas, à {detail}."),
    "issuer.badge_unreachable": mark("{detail}, qui dit qui émet ce badge, ne répond pas."),
    "issuer.other_key": mark("Ce badge est signé avec la clé de quelqu’un d’autre : {detail}."),
    "issuer.other_document": mark(
        "À l’adresse de l’émetteur, c’est quelqu’un d’autre qui répond : {detail}."
    ),
    "issuer.not_allowed": mark(
        "Ce badge est publié par {detail}, où son émetteur n’en publie pas."
    ),
    "signature.hosted": mark("{detail} le publie, mot pour mot."),
    "signature.hosted_elsewhere": mark(
        "Son adresse mène à {detail} : rien ne dit que son émetteur l’y publie."
    ),
    "signature.expired": mark("Sa signature n’était bonne que jusqu’au {detail}."),
    "signature.undefined_term": mark(
        "Ce badge contient des mots que sa signature ne couvre pas (« {detail} ») : n’importe qui a"
        " pu les ajouter."
    ),
    "signature.hosted_differs": mark(
        "Son émetteur publie autre chose que ce fichier (« {detail} ») : il a été modifié, ici"
        " ou là-bas."
    ),
    "signature.unknown_suite": mark(
        "Sa signature est d’une sorte que nous ne lisons pas : {detail}."
    ),
    "signature.key_unreachable": mark(
        "La clé de son émetteur est chez {detail}, qui ne répond pas."
    ),
    "signature.host_unreachable": mark("{detail}, qui publie ce badge, ne répond pas."),
    "revocation.revoked": mark("Son émetteur l’a retiré, et en donne la raison : « {detail} »"),
    "revocation.gone": mark("Le site qui le publiait dit l’avoir retiré : « {detail} »"),
    "revocation.unreachable": mark(
        "La liste des badges retirés est chez {detail}, qui ne répond pas."
    ),
    "dates.expired": mark("Il a expiré le {detail}."),
    "dates.not_yet": mark("Il ne vaut qu’à partir du {detail}."),
    "dates.unreadable": mark("Une de ses dates ne se lit pas : « {detail} »."),
}
