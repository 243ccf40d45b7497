-- What an account spent on the 29 days before a day, the nearest first, from what it kept on the day it spent last.
CREATE FUNCTION money_spent_days(spent_on date, spent_today bigint, spent_before bigint[], city_day date)
RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN spent_on IS NULL OR city_day - spent_on > 29 THEN NULL
                WHEN city_day <= spent_on THEN spent_before
                ELSE (array_fill(0::bigint, ARRAY[city_day - spent_on - 1]) || spent_today || spent_before)[1:29] END
$$;

-- Their sum: what counts against the limit of thirty days before anything is spent on the day itself.
CREATE FUNCTION money_spent_before(spent_on date, spent_today bigint, spent_before bigint[], city_day date)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(sum(day), 0)::bigint
      FROM unnest(money_spent_days(spent_on, spent_today, spent_before, city_day)) AS day
$$;
