"""Who may use which address: one row for each method of each route (requirement F1).

`visitor` is anyone without an account, `member` a member who coordinates a collective elsewhere and
has no part in the thing of the address, which is shown to all (the discussed badge: to members).
They get: ``ok`` let in (the empty form of the test may still be found wanting); ``sign-in`` sent
to sign in; ``refused`` 403; ``unknown`` 404. `needs` names the right in `tests/rights.py`, or what
else the address asks for; nothing when it asks for nothing.
"""
# ruff: noqa: E501  (a table)

ROUTES = """
method path name visitor member needs
GET  /healthz                                      web:healthz                ok      ok
GET  /readyz                                       web:readyz                 ok      ok
GET  /static/{path:path}                           web:static                 unknown unknown a name that is in the folder
GET  /                                             home:show                  ok      ok
GET  /bienvenue                                    home:welcome               ok      ok
GET  /a-propos                                     pages:about                ok      ok
GET  /charte                                       pages:charter              ok      ok
GET  /accessibilite                                pages:accessibility        ok      ok
GET  /donnees                                      pages:data                 ok      ok
GET  /connexion                                    people:sign_in             ok      ok
POST /connexion                                    people:ask                 ok      ok
GET  /connexion/code                               people:code                ok      ok
POST /connexion/code                               people:use_code            ok      ok
GET  /connexion/lien/{link}                        people:link                ok      ok
POST /connexion/lien/{link}                        people:use_link            ok      ok
GET  /connexion/invitation/{link}                  people:invitation          ok      ok
POST /connexion/invitation/{link}                  people:use_invitation      ok      ok
GET  /inscription                                  people:sign_up             ok      ok
POST /inscription                                  people:create              ok      ok
POST /deconnexion                                  people:sign_out            ok      ok
GET  /demo                                         people:demo                unknown unknown a demo platform only
POST /demo                                         people:demo_enter          unknown unknown a demo platform only
GET  /personnes                                    people:index               ok      ok
GET  /@{handle}                                    people:profile             ok      ok      see profile
GET  /moi/reglages                                 people:settings            sign-in ok
GET  /moi/reglages/profil                          people:profile_form sign-in ok
POST /moi/reglages/profil                          people:change_profile      sign-in ok
GET  /moi/adresses                                 people:address_form sign-in ok
POST /moi/adresses                                 people:add_address         sign-in ok
POST /moi/adresses/{id}/principale                 people:primary_address     sign-in unknown one's own address
POST /moi/adresses/{id}/retrait                    people:address_removal     sign-in unknown one's own address
POST /moi/sessions/fin                             people:other_sessions_end  sign-in ok
POST /moi/sessions/{id}/fin                        people:session_end         sign-in unknown one's own session
GET  /moi/carte                                    people:map_form            sign-in ok
POST /moi/carte                                    people:stand_on_map        sign-in ok
POST /moi/carte/retrait                            people:leave_map           sign-in ok
GET  /villes                                       places:towns               ok      ok
POST /langue                                       people:locale              unknown unknown a language that we speak
GET  /collectifs/nouveau                           collectives:new            sign-in ok
POST /collectifs/nouveau                           collectives:found          sign-in ok
GET  /collectifs/{slug}/modifier                   collectives:edit           sign-in refused edit collective
POST /collectifs/{slug}/modifier                   collectives:change         sign-in refused edit collective
GET  /collectifs                                   collectives:index          ok      ok
GET  /collectifs/{slug}                            collectives:show           ok      ok
POST /collectifs/{slug}/garant                     collectives:vouch          sign-in refused vouch collective
GET  /collectifs/{slug}/reglages                   collectives:settings       sign-in refused decide collective
POST /collectifs/{slug}/reglages                   collectives:choose         sign-in refused decide collective
POST /collectifs/{slug}/adhesions                  memberships:ask            sign-in ok      join collective
POST /collectifs/{slug}/depart                     memberships:leave          sign-in unknown one's own membership
GET  /collectifs/{slug}/adhesions                  collectives:desk           sign-in refused decide collective
POST /collectifs/{slug}/adhesions/{id}/acceptation memberships:acceptance     sign-in refused decide collective
POST /collectifs/{slug}/adhesions/{id}/refus       memberships:refusal        sign-in refused decide collective
POST /collectifs/{slug}/adhesions/{id}/role        memberships:role           sign-in refused decide collective
POST /collectifs/{slug}/adhesions/{id}/fin         memberships:ending         sign-in refused decide collective
POST /collectifs/{slug}/journal/{id}/annulation    journal:reversal           sign-in refused decide collective
GET  /@{handle}/rencontre                          meetings:new               sign-in ok      record_meeting or report_meeting in a collective of one's own
POST /@{handle}/rencontre                          meetings:create            sign-in ok      record_meeting or report_meeting in a collective of one's own
GET  /collectifs/{slug}/rencontres                 workshops:show             sign-in refused record_meeting collective
POST /collectifs/{slug}/rencontres                 workshops:record           sign-in refused record_meeting collective
GET  /rencontres/{id}/retrait                      meetings:taking_back       sign-in unknown withdraw meeting
POST /rencontres/{id}/retrait                      meetings:take_back         sign-in unknown withdraw meeting
POST /rencontres/paroles/{id}/refus                meetings:refusal           sign-in unknown decide meeting_report
POST /rencontres/paroles/{id}/retrait              meetings:withdrawal        sign-in unknown withdraw meeting_report
GET  /organisations/nouvelle                       organisations:new          sign-in ok
POST /organisations/nouvelle                       organisations:create       sign-in ok
GET  /organisations/{slug}                         organisations:show         ok      ok
GET  /organisations/{slug}/modifier                organisations:edit         sign-in refused edit organisation
POST /organisations/{slug}/modifier                organisations:change       sign-in refused edit organisation
GET  /organisations/{slug}/representants           representatives:show       sign-in refused name_speaker organisation
POST /organisations/{slug}/representants           representatives:name       sign-in refused name_speaker organisation
POST /organisations/{slug}/representants/{id}/fin  representatives:ending     sign-in refused name_speaker organisation
POST /nominations/{id}/acceptation                 representatives:acceptance sign-in unknown being the person named
POST /nominations/{id}/refus                       representatives:refusal    sign-in unknown being the person named
GET  /images/badges/{version_id}.png               badges:picture             ok      ok      see badge
GET  /badges                                       badges:gallery             ok      ok
GET  /badges/nouveau                               badges:new                 sign-in ok      propose in a collective, on sending
POST /badges/nouveau                               badges:create              sign-in ok      propose in a collective
POST /badges/nouveau/apercu                        badges:preview             sign-in ok
GET  /badges/nouveau/pictogrammes                  badges:icons               sign-in ok
GET  /badges/{slug}                                badges:show                ok      ok      see badge
GET  /badges/{slug}/versions/{number}              badges:version             ok      ok      see badge
POST /badges/{slug}/badge-du-mois                  badges:of_the_month        sign-in refused decide collective
GET  /badges/{slug}/modifier                       badges:edit                sign-in refused edit badge
POST /badges/{slug}/modifier                       badges:change              sign-in refused edit badge
GET  /badges/{slug}/discussion                     badges:discussion          sign-in ok      see badge
POST /badges/{slug}/discussion/paroles             badges:contribute          sign-in ok      discuss badge
POST /badges/{slug}/discussion/avis                badges:position            sign-in refused take_position badge
POST /badges/{slug}/discussion/prolongation        badges:extend              sign-in refused decide badge
POST /badges/{slug}/discussion/retrait             badges:withdraw            sign-in refused withdraw badge
POST /badges/{slug}/discussion/adoption            badges:conclude            sign-in refused decide badge
GET  /verifier                                     imports:verifier           ok      ok
POST /verifier                                     imports:verify             ok      ok
GET  /moi/importer                                 imports:new                sign-in ok
POST /moi/importer                                 imports:create             sign-in ok
GET  /venus-d-ailleurs/{id}                        imports:show               ok      ok      see imported
GET  /venus-d-ailleurs/{id}/image                  imports:picture            unknown unknown see imported, and a picture of it
GET  /venus-d-ailleurs/{id}/fichier/{form}         imports:file               sign-in refused take imported
POST /venus-d-ailleurs/{id}/visibilite             imports:visibility         sign-in refused show imported
POST /venus-d-ailleurs/{id}/verification           imports:check              sign-in refused edit imported
POST /venus-d-ailleurs/{id}/suppression            imports:removal            sign-in refused remove imported
GET  /moi/badges                                   me:badges                  sign-in ok
GET  /badges/{slug}/attribuer                      awards:new                 sign-in refused award award_rule
POST /badges/{slug}/attribuer                      awards:create              sign-in refused award award_rule
GET  /badges/{slug}/me-reconnaitre                 awards:recognise           sign-in ok      self_award award_rule
POST /badges/{slug}/me-reconnaitre                 awards:create_for_me       sign-in ok      self_award award_rule
GET  /badges/{slug}/valeur                         trust:badge                ok      ok      see badge
GET  /badges/{slug}/valeur.json                    trust:badge_json           ok      ok      see badge
GET  /recus/{id}/valeur                            trust:award                ok      ok      see award
GET  /recus/{id}/valeur.json                       trust:award_json           ok      ok      see award
GET  /recus/{id}                                   awards:show                ok      ok      see award
POST /recus/{id}/acceptation                       awards:acceptance          sign-in refused decide award
POST /recus/{id}/refus                             awards:refusal             sign-in refused decide award
POST /recus/{id}/visibilite                        awards:visibility          sign-in refused show award
POST /recus/{id}/revocation                        awards:revocation          sign-in refused revoke award
POST /recus/{id}/retrait                           awards:removal             sign-in refused remove award
GET  /recus/{id}/preuves/nouvelle                  evidence:new               sign-in refused add_evidence award
POST /recus/{id}/preuves/nouvelle                  evidence:create            sign-in refused add_evidence award
GET  /venus-d-ailleurs/{id}/preuves/nouvelle       evidence:new_imported      sign-in refused add_evidence imported
POST /venus-d-ailleurs/{id}/preuves/nouvelle       evidence:create_imported   sign-in refused add_evidence imported
GET  /preuves/{id}/fichier                         evidence:file              unknown unknown see evidence, and a file in it
POST /preuves/{id}/visibilite                      evidence:visibility        sign-in refused edit evidence
POST /preuves/{id}/suppression                     evidence:removal           sign-in refused edit evidence
GET  /badges/{slug}/endosser                       endorsements:new_badge     sign-in ok      endorse badge
POST /badges/{slug}/endosser                       endorsements:new_badge     sign-in ok      endorse badge
GET  /recus/{id}/endosser                          endorsements:new_award     sign-in ok      endorse award
POST /recus/{id}/endosser                          endorsements:new_award     sign-in ok      endorse award
GET  /venus-d-ailleurs/{id}/endosser               endorsements:new_imported  sign-in ok      endorse imported
POST /venus-d-ailleurs/{id}/endosser               endorsements:new_imported  sign-in ok      endorse imported
GET  /endosser/{kind}/{slug}                       endorsements:new_issuer    sign-in ok      endorse profile, collective or organisation
POST /endosser/{kind}/{slug}                       endorsements:new_issuer    sign-in ok      endorse profile, collective or organisation
POST /endossements/{id}/acceptation                endorsements:acceptance    sign-in refused decide endorsement
POST /endossements/{id}/refus                      endorsements:refusal       sign-in refused decide endorsement
POST /endossements/{id}/retrait                    endorsements:withdrawal    sign-in refused withdraw endorsement
POST /endossements/{id}/fin                        endorsements:ending        sign-in refused end endorsement
POST /endossements/{id}/retablissement             endorsements:restoration   sign-in refused restore endorsement
GET  /badges/{slug}/endossements                   endorsements:of_badge      ok      ok      see badge
GET  /recus/{id}/endossements                      endorsements:of_award      ok      ok      see award
GET  /venus-d-ailleurs/{id}/endossements           endorsements:of_imported   ok      ok      see imported
GET  /endosser/{kind}/{slug}/tous                  endorsements:of_issuer     ok      ok      see profile, collective or organisation
GET  /moi/endossements                             endorsements:mine          sign-in ok
GET  /recus/{id}/emporter                          credentials:take           sign-in refused take award
GET  /recus/{id}/emporter/{form}                   credentials:file           sign-in refused take award
GET  /ob3/credentials/{id}                         credentials:award          ok      ok      what anyone sees
GET  /ob3/achievements/{id}                        credentials:achievement    ok      ok      what anyone sees
GET  /ob3/endorsements/{id}                        credentials:endorsement    ok      ok      what anyone sees
GET  /ob3/status/{number}/{id}                     credentials:status_list    ok      ok      having signed something
GET  /ob2/assertions/{id}                          credentials:assertion      ok      ok      what anyone sees
GET  /ob2/assertions/{id}/image                    credentials:picture        ok      ok      what anyone sees
GET  /ob2/badges/{id}                              credentials:badge_class    ok      ok      what anyone sees
GET  /ob2/badges/{id}/{issuer_id}                  credentials:badge_class_of ok      ok      what anyone sees
GET  /ob2/issuers/{id}                             credentials:profile        ok      ok      what anyone sees
GET  /ob2/endorsements/{id}                        credentials:hosted_endorsement ok  ok      what anyone sees
GET  /issuers/{id}                                 credentials:issuer         ok      ok      what anyone sees
GET  /issuers/{id}/did.json                        credentials:did            ok      ok      having signed something
GET  /issuers/{id}/jwks.json                       credentials:key_set        ok      ok      having signed something
GET  /carte/donnees.json                           maps:data                  ok      ok      see_map collective for names; what its collective opened, else
GET  /carte/export/{file}                          maps:export                unknown ok      see_map collective
GET  /carte                                        maps:show                  ok      ok      see_map collective for names; what its collective opened, else
GET  /collectifs/{slug}/inviter                    invitations:new            sign-in refused invite collective
POST /collectifs/{slug}/inviter                    invitations:create         sign-in refused invite collective
GET  /collectifs/{slug}/invitations                invitations:index          sign-in refused invite collective
GET  /invitations/{id}                             invitations:show           sign-in unknown see invitation
GET  /invitations/{id}/rendez-vous.ics             invitations:agenda         sign-in unknown see invitation, and a date in it
POST /invitations/{id}/reponse                     invitations:answer         sign-in unknown answer invitation
POST /invitations/{id}/arret                       invitations:stop           sign-in unknown end invitation
POST /invitations/{id}/reprise                     invitations:resume         sign-in unknown restore invitation
POST /invitations/{id}/annulation                  invitations:cancellation   sign-in unknown withdraw invitation
GET  /boite-aux-lettres                            mailbox:show               ok      ok      a platform that sends no mail
"""
