"""Term, holidays, weekly patterns and clock changes; iCalendar output. All clock arithmetic of the project lives here.

``weeks``          ISO weeks as texts: parsing, Monday, neighbours
``clock``          wall-clock time and elapsed minutes, through both clock changes
``teaching_days``  which days are free, and why
``sessions``       the weekly pattern of courses as dated sessions
``shifting``       all records moved by whole weeks
``feed``           the calendar that people subscribe to, as bytes
"""
