-- name: age
-- Part of the living in each age band.
with living as (
    select floor(date_diff('day', born_on, (select max(lives_from) from residence)) / 365.2425)::int as age
    from persons where life_status <> 'dead' and address_code is not null
)
select
    case
        when age >= 85 then '85-97'
        when age in (15, 16, 17) then '15-17'
        when age in (18, 19) then '18-19'
        else (age // 5 * 5) || '-' || (age // 5 * 5 + 4)
    end as about,
    count(*) / (select count(*) from living) as value,
    count(*) as counted_on
from living group by 1;

-- name: under_18
-- Part of the living who are children.
select '', avg(is_child), sum(is_child) from (
    select (born_on > (select max(lives_from) from residence) - interval 18 year)::int as is_child
    from persons where life_status <> 'dead' and address_code is not null
);

-- name: people
-- People of each region, and of the city.
select
    case when place_code = '191810000' then place_code else place_code[1:2] || '0000000' end, count(*), count(*)
from persons join addresses using (address_code) where life_status <> 'dead' and address_code is not null group by 1;

-- name: household
-- People of a family card on average; a few people are on none.
select '', (select count(*) from persons where life_status <> 'dead' and address_code is not null) / count(distinct family_number),
    count(distinct family_number)
from family_cards;

-- name: household_size
-- Part of family cards with so many people.
with homes as (select least(count(*), 8) as size from family_cards group by family_number)
select case when size = 8 then '8+' else size::text end, count(*) / (select count(*) from homes), count(*)
from homes group by 1;

-- name: large_families
-- Part of families with four children or more, or students under 23.
with today as (select max(lives_from) as day from residence),
students as (from college_students select number union from university_students select number),
homes as (
    select count(*) filter (
        born_on > day - interval 18 year or (born_on > day - interval 23 year and number in (from students))
    ) >= 4 as is_large
    from family_cards join persons using (number), today group by family_number
)
select '', avg(is_large::int), sum(is_large::int) from homes;

-- name: wage
-- Mean wage of each region in tenge: a pension contribution is a tenth of it, in tiyn.
select
    case when place_code = '191810000' then place_code else place_code[1:2] || '0000000' end,
    avg(amount) / 10, count(*)
from contributions
join persons using (number) join addresses using (address_code)
where purpose_code = '010' and month = (select max(month) from contributions)
group by 1;

-- name: wage_mean
-- Mean wage of the nation in tenge.
select '', avg(amount) / 10, count(*) from contributions where purpose_code = '010' and month = (select max(month) from contributions);

-- name: wage_median
-- Median wage of the nation in tenge.
select '', median(amount) / 10, count(*) from contributions where purpose_code = '010' and month = (select max(month) from contributions);

-- name: pensioners
-- Part of the living who get a pension.
select '', count(distinct number) / (select count(*) from persons where life_status <> 'dead' and address_code is not null), count(distinct number)
from benefit_payments where payment_code = 'PENS_BASIC' and ended_on is null;

-- name: births
-- Births of a year for each living person.
select '', count(*) / (select count(*) from persons where life_status <> 'dead' and address_code is not null), count(*) from birth_notices;

-- name: poor
-- Part of people whose household lives on less than the statistical subsistence minimum a head, by region and in all:
-- what is earned, seen or not, and all that the state pays. Sums are tiyn.
with paid as (
    select number, sum(amount) as amount from (
        from benefit_payments select number, amount where ended_on is null
        union all from social_insurance_payments select number, amount
            where paid_until is null or paid_until > (select max(lives_from) from residence)
        union all from targeted_assistance select number, amount / 3 / count(*) over (partition by family_number, quarter)
            where quarter = (select max(quarter) from targeted_assistance)
    ) group by 1
),
homes as (
    select household, count(*) as people, sum(earned_income + coalesce(amount, 0)) / count(*) as a_head,
        any_value(case when place_code = '191810000' then place_code else place_code[1:2] || '0000000' end) as region
    from truth_people join addresses using (address_code) left join paid using (number) group by 1
)
select '', sum(people) filter (a_head < 6087800) / sum(people), sum(people) filter (a_head < 6087800) from homes
union all
select region, sum(people) filter (a_head < 6087800) / sum(people), sum(people) filter (a_head < 6087800)
from homes group by region;

-- name: poor_by_registers
-- The same part as registers tell it, and families who were asked: wages of the last full quarter restored from
-- contributions, single payments, what the state pays, and stated income. Sums are tiyn.
with quarter as (
    -- Cards are counted four days before the registers are sent.
    select date_trunc('quarter', max(counted_on) + interval 4 day) as ended from family_cards
),
last_months as (
    select strftime(ended - to_months(back), '%Y-%m') as month from quarter, range(1, 4) as months(back)
),
wages as (
    select number, coalesce(nullif(sum(amount) filter (purpose_code = '010') * 10, 0),
        sum(amount) filter (purpose_code = '012') * 20, 0) / 3 as amount
    from contributions semi join last_months using (month) group by 1
),
own as (
    -- Three tenths of a single payment are a pension contribution, which is a tenth of the income.
    select number, sum(amount) * 0.3 * 10 / 3 as amount from single_payments semi join last_months using (month) group by 1
),
paid as (
    select number, sum(amount) as amount from (
        from benefit_payments select number, amount where ended_on is null
        union all from social_insurance_payments select number, amount
            where paid_until is null or paid_until > (select max(lives_from) from residence)
    ) group by 1
),
stated as (
    select number, sum(declared_income) as amount from family_cards where declared_on is not null group by 1
),
homes as (
    select household, count(*) as people, sum(coalesce(wages.amount, 0) + coalesce(own.amount, 0)
        + coalesce(paid.amount, 0) + coalesce(stated.amount, 0)) / count(*) as a_head
    from truth_people left join wages using (number) left join own using (number) left join paid using (number)
    left join stated using (number) group by 1
)
select '', sum(people) filter (a_head < 6087800) / sum(people), sum(people) filter (a_head < 6087800) from homes;

-- name: assisted_families
-- Families with targeted assistance for each living person.
select '', count(distinct family_number) / (select count(*) from truth_people), count(distinct family_number)
from targeted_assistance;
