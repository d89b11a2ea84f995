"""The written table of rights (requirement F1), to be read by people.

A row says what can be done, with a thing in which state, and by whom (x). What has no row nobody
may do. `tests/test_permissions.py` compares every action, state and person with the code.
"""

PROFILE = """
what            shown_as          visitor  member  colleague  coordinator  oneself
see             public               x       x        x           x           x
see             first_name_only      x       x        x           x           x
see             collective           .       .        x           x           x
see             private              .       .        .           x           x
find            public               x       x        x           x           x
find            first_name_only      .       .        x           x           x
find            collective           .       .        x           x           x
find            private              .       .        .           x           x
edit            *                    .       .        .           .           x
endorse         public               .       x        x           x           x
endorse         first_name_only      .       .        x           x           .
endorse         collective           .       .        x           x           .
award           public               .       x        x           x           x
award           first_name_only      .       .        x           x           .
award           collective           .       .        x           x           .
award           private              .       .        .           x           .
speak_for       *                    .       .        .           .           x
"""

COLLECTIVE = """
what            state  visitor  member  colleague  coordinator  confirmed  neighbour
see             open      x        x       x          x            x          x
join            open      .        x       x          x            x          x
propose         open      .        .       x          x            x          .
edit            open      .        .       .          x            .          .
decide          open      .        .       .          x            .          .
endorse         open      .        x       x          x            x          x
speak_for       open      .        .       .          x            .          .
invite          open      .        .       .          x            .          .
see_map         open      .        .       .          x            .          .
record_meeting  open      .        .       .          x            .          .
report_meeting  open      .        .       .          .            x          .
vouch           open      .        .       .          .            .          x
"""

MEETING = """
what      state        visitor  member  colleague  coordinator  concerned  witness
see       coordinator     .       .        x           x           x          .
see       two_members     .       .        x           x           x          x
see       operator        .       .        x           x           x          .
withdraw  coordinator     .       .        .           x           .          .
withdraw  two_members     .       .        .           x           .          x
withdraw  operator        .       .        .           x           .          .
"""

MEETING_REPORT = """
what      state  visitor  member  colleague  coordinator  concerned  reporter
see       open      .       .        .           x           x          x
decide    open      .       .        .           .           x          .
withdraw  open      .       .        .           .           .          x
"""

ORGANISATION = """
what          state  visitor  member  colleague  coordinator  representative
see           open      x       x        x           x            x
edit          open      .       .        .           x            x
name_speaker  open      .       .        .           x            x
endorse       open      .       x        x           x            x
speak_for     open      .       .        .           .            x
"""

BADGE = """
what           state       visitor  member  colleague  coordinator  proposer
see            discussion     .       x        x           x           x
see            adopted        x       x        x           x           x
see            retired        x       x        x           x           x
see            withdrawn      .       .        .           .           x
find           adopted        x       x        x           x           x
edit           discussion     .       .        .           .           x
edit           adopted        .       .        .           x           x
discuss        discussion     .       x        x           x           x
discuss        adopted        .       x        x           x           x
take_position  discussion     .       .        x           x           .
take_position  adopted        .       .        x           x           .
decide         discussion     .       .        .           x           x
decide         adopted        .       .        .           x           x
withdraw       discussion     .       .        .           .           x
endorse        discussion     .       x        x           x           x
endorse        adopted        .       x        x           x           x
"""

AWARD_RULE = """
what        award_rule   visitor  member  colleague  coordinator  proposer  holder
self_award  self            .       x        x           x           x        x
self_award  holders         .       x        x           x           x        x
award       self            .       .        .           x           x        x
award       holders         .       .        .           x           x        x
award       event           .       .        .           x           x        .
award       coordinator     .       .        .           x           .        .
"""

AWARD = """
what          state       visitor  member  colleague  coordinator  holder  giver
see           offered        .       .        .           .          x       x
see           declined       .       .        .           .          x       x
see           revoked        .       .        .           .          x       x
see           removed        .       .        .           .          x       .
see           private        .       .        .           .          x       x
see           collective     .       .        x           x          x       x
see           public         x       x        x           x          x       x
decide        offered        .       .        .           .          x       .
revoke        offered        .       .        .           .          .       x
revoke        declined       .       .        .           .          .       x
revoke        private        .       .        .           .          .       x
revoke        collective     .       .        .           .          .       x
revoke        public         .       .        .           .          .       x
show          private        .       .        .           .          x       .
show          collective     .       .        .           .          x       .
show          public         .       .        .           .          x       .
remove        private        .       .        .           .          x       .
remove        collective     .       .        .           .          x       .
remove        public         .       .        .           .          x       .
add_evidence  private        .       .        .           .          x       .
add_evidence  collective     .       .        .           .          x       .
add_evidence  public         .       .        .           .          x       .
take          private        .       .        .           .          x       .
take          collective     .       .        .           .          x       .
take          public         .       .        .           .          x       .
endorse       private        .       .        .           .          .       x
endorse       collective     .       .        x           x          .       x
endorse       public         .       x        x           x          x       x
"""

# Badges from elsewhere. `edit` is to have one checked again.
IMPORTED = """
what          state       visitor  member  colleague  coordinator  holder
see           not_mine       .       .        .           .          x
see           private        .       .        .           .          x
see           collective     .       .        x           x          x
see           public         x       x        x           x          x
edit          not_mine       .       .        .           .          x
edit          private        .       .        .           .          x
edit          collective     .       .        .           .          x
edit          public         .       .        .           .          x
take          not_mine       .       .        .           .          x
take          private        .       .        .           .          x
take          collective     .       .        .           .          x
take          public         .       .        .           .          x
remove        not_mine       .       .        .           .          x
remove        private        .       .        .           .          x
remove        collective     .       .        .           .          x
remove        public         .       .        .           .          x
show          private        .       .        .           .          x
show          collective     .       .        .           .          x
show          public         .       .        .           .          x
add_evidence  private        .       .        .           .          x
add_evidence  collective     .       .        .           .          x
add_evidence  public         .       .        .           .          x
endorse       collective     .       .        x           x          .
endorse       public         .       x        x           x          x
"""

EVIDENCE = """
what  shown_as    visitor  member  colleague  coordinator  holder  giver
see   private        .       .        .           .          x       .
see   collective     .       .        x           x          x       .
see   public         x       x        x           x          x       x
edit  private        .       .        .           .          x       .
edit  collective     .       .        .           .          x       .
edit  public         .       .        .           .          x       .
"""

ENDORSEMENT = """
what      state                visitor  member  colleague  coordinator  concerned  endorser
see       offered                 .       .        .           .           x          x
see       declined                .       .        .           .           x          x
see       withdrawn               .       .        .           .           x          x
see       ended                   .       .        .           .           x          x
see       accepted_private        .       .        .           .           x          x
see       accepted_collective     .       .        x           x           x          x
see       accepted_members        .       x        x           x           x          x
see       accepted_public         x       x        x           x           x          x
decide    offered                 .       .        .           .           x          .
withdraw  offered                 .       .        .           .           .          x
withdraw  declined                .       .        .           .           .          x
withdraw  accepted_private        .       .        .           .           .          x
withdraw  accepted_collective     .       .        .           .           .          x
withdraw  accepted_members        .       .        .           .           .          x
withdraw  accepted_public         .       .        .           .           .          x
end       accepted_private        .       .        .           .           x          .
end       accepted_collective     .       .        .           .           x          .
end       accepted_members        .       .        .           .           x          .
end       accepted_public         .       .        .           .           x          .
restore   ended                   .       .        .           .           x          .
"""

INVITATION = """
what      kind      visitor  member  colleague  coordinator  invited  author
see       word         .       .        .           x           x        .
see       meeting      .       .        .           x           x        .
see       round        .       .        .           x           x        .
see       workshop     .       .        x           x           x        .
answer    word         .       .        .           .           x        .
answer    meeting      .       .        .           .           x        .
answer    round        .       .        .           .           x        .
answer    workshop     .       .        x           x           x        .
withdraw  *            .       .        .           x           .        .
end       *            .       .        .           .           x        .
restore   *            .       .        .           .           x        .
"""

# How widely an accepted award is shown: as its holder chose, never more widely than their profile.
AWARD_WIDTHS = """
chosen      profile_public  profile_first_name_only  profile_collective  profile_private
public      public          public                   collective          private
collective  collective      collective               collective          private
private     private         private                  private             private
"""
