"""The steps from records to the frozen problem of a week; ``roster.freeze`` calls them in order.

``people``     volunteers with their windows, absences and papers
``history``    what was told before, familiar faces, duties elsewhere
``sessions``   sessions with their needs, roles and sites
``decisions``  pins, bans, keep-apart wishes
``journeys``   the ways between sites
"""
