"""Education: kindergarten, school, study, meals and transport, level reached, queue, absence."""

from __future__ import annotations

from alatau.rules import add_months, any_of, cases, count_of, greatest, highest, indicator, measure, rule
from qazaqstan.law.sources import BOTH, COLUMN, COMPLETION, MART

ATTACHMENT = ("no_kids", "attached", "not_attached")
LEVELS = ("none_known", "school", "college", "higher", "postgraduate")


@measure(register="kindergarten_queue", unit="flag")
def is_placed_in_kindergarten(status):
    """The child got a place through the queue."""
    return any_of(status == "placed")


@rule(level="person", unit="flag")
def is_preschool_age(age, preschool_age_from, preschool_age_until):
    """The child is 3 to 5 years old."""
    return age.between(preschool_age_from, preschool_age_until)


@rule(level="person", unit="flag")
def is_school_age(age, school_age_from, school_age_until):
    """The child is of the years in which school is compulsory."""
    return age.between(school_age_from, school_age_until)


@rule(level="person", unit="flag")
def has_preschool(is_preschooler, is_placed_in_kindergarten, is_pupil):
    """The child has a place in a kindergarten or is at school already."""
    return is_preschooler | is_placed_in_kindergarten | is_pupil


@indicator("FC083", level="family", unit="category", labels=ATTACHMENT, domain="education", **BOTH)
def preschool_attachment(is_preschool_age, has_preschool):
    """Whether all children of 3 to 5 years have a place in a kindergarten."""
    return cases(
        (count_of(is_preschool_age) == 0, "no_kids"),
        (any_of(is_preschool_age & ~has_preschool), "not_attached"),
        otherwise="attached",
    )


@indicator("FC084", level="family", unit="category", labels=ATTACHMENT, domain="education", **BOTH)
def school_attachment(is_school_age, studies):
    """Whether all children of compulsory school age have a school."""
    return cases(
        (count_of(is_school_age) == 0, "no_kids"),
        (any_of(is_school_age & ~studies), "not_attached"),
        otherwise="attached",
    )


@indicator("FC085", level="family", unit="flag", domain="education", **MART)
def has_child_outside_school(age, pupil_age_from, pupil_age_until, has_preschool, studies):
    """A child aged 5 to 18 is on no list of a school, a kindergarten, a college or a university."""
    return any_of(age.between(pupil_age_from, pupil_age_until) & ~has_preschool & ~studies)


@indicator("FC086", level="person", unit="flag", domain="education", **MART)
def is_learner(studies):
    """The person is on the list of a school, a college or a university."""
    return studies


@indicator("FC087", level="person", unit="flag", domain="education", **COLUMN)
def needs_education(is_school_age, studies):
    """The person is of compulsory school age and learns nowhere."""
    return is_school_age & ~studies


@measure(register="pupils", unit="flag")
def gets_school_meal(has_hot_meal):
    """The school gives the pupil a free meal."""
    return any_of(has_hot_meal)


@measure(register="pupils", unit="flag")
def gets_school_transport(has_transport):
    """The school takes the pupil to lessons."""
    return any_of(has_transport)


@indicator("FC088", level="family", unit="flag", domain="education", **MART)
def has_pupil_with_meal(gets_school_meal, age, pupil_age_from, pupil_age_until):
    """A pupil aged 5 to 18 gets a free meal at school."""
    return any_of(gets_school_meal & age.between(pupil_age_from, pupil_age_until))


@indicator("FC089", level="family", unit="flag", domain="education", **MART)
def has_pupil_with_transport(gets_school_transport):
    """A pupil is taken to school free of charge."""
    return any_of(gets_school_transport)


@measure(register="diplomas", unit="number")
def highest_diploma(degree):
    """Rank of the highest diploma: 2 college, 3 bachelor, 4 master or doctor."""
    rank = cases((degree == "college", 2), (degree == "bachelor", 3), otherwise=4)
    return highest(rank)


@measure(register="pupils", history=True, unit="flag")
def finished_school(level, valid_until, day):
    """A school record of the person has ended."""
    return any_of((level == "school") & ~valid_until.is_unknown() & (valid_until.or_if_unknown(day) <= day))


@rule(level="person", unit="number")
def education_rank(highest_diploma, finished_school):
    """Rank of the education that registers show: 0 none, 1 school, 2 college, 3 higher, 4 postgraduate.

    Diplomas from before personal numbers carry a name alone and cannot be found; who has none counts by school.
    """
    by_school = cases((finished_school, 1), otherwise=0)
    return greatest(highest_diploma.or_if_unknown(0).or_if_not_applicable(0), by_school)


@indicator("FC090", level="family", unit="category", labels=LEVELS, domain="education", **MART)
def education_level(education_rank):
    """Highest education that registers show for a member."""
    rank = highest(education_rank)
    return cases(
        (rank == 0, LEVELS[0]), (rank == 1, LEVELS[1]), (rank == 2, LEVELS[2]), (rank == 3, LEVELS[3]),
        otherwise=LEVELS[4],
    )  # fmt: skip


@measure(register="diplomas", unit="flag")
def has_university_diploma(degree):
    """A diploma of a university carries the person's number."""
    return any_of(degree.is_one_of("bachelor", "master", "doctor"))


@indicator("FC091", level="person", unit="flag", domain="education", **MART)
def has_higher_education(has_university_diploma):
    """The person has a university degree; unknown where no diploma with a number is found."""
    return has_university_diploma


@measure(register="kindergarten_queue", unit="flag")
def waits_for_kindergarten_over_year(status, queued_on, day, kindergarten_wait_months):
    """The child has waited for a kindergarten for more than twelve months."""
    return any_of((status == "waiting") & (queued_on < add_months(day, -kindergarten_wait_months)))


@indicator("FC092", level="person", unit="flag", domain="education", **COMPLETION)
def is_long_in_kindergarten_queue(waits_for_kindergarten_over_year):
    """The child has waited for a place in a kindergarten for more than a year."""
    return waits_for_kindergarten_over_year


@measure(register="school_journal", unit="days")
def school_days_missed(lesson_on, is_absent, day, school_absence_months):
    """Days of the last three months on which the pupil missed a lesson."""
    is_recent = (lesson_on > add_months(day, -school_absence_months)) & (lesson_on <= day)
    return count_of(lesson_on, distinct=True, where=is_absent & is_recent)


@indicator("FC093", level="person", unit="flag", domain="education", **COMPLETION)
def misses_school_often(school_days_missed, school_absence_days):
    """The pupil missed more than 15 school days within three months."""
    return school_days_missed > school_absence_days
