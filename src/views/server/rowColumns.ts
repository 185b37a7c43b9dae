/** What a row of a list shows, of `tickets as t`. */
import { sql } from 'kysely'

export const rowColumns = sql`t.id, t.version, t.title, t.snippet, t.priority, t.state, t.unread,
  t.created_at as "createdAt", t.edited_at as "editedAt", t.last_activity_at as "lastActivityAt", t.last_direction as "lastDirection",
  t.activity_count as "activityCount", t.attachment_count as "attachmentCount", t.time_spent as "timeSpent",
  t.deadline_at as "deadlineAt", t.deadline_by_hand as "deadlineByHand", t.due_soon_at as "dueSoonAt",
  case when t.status_ids = '{}' then '[]'::json else (
    select coalesce(json_agg(json_build_object('id', s.id, 'title', s.title, 'color', s.color) order by s.position, lower(s.title)), '[]')
    from statuses s where s.id = any(t.status_ids)) end as statuses,
  json_build_object('id', c.id, 'name', c.name) as category,
  case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "user",
  case when k.id is not null then json_build_object('id', k.id, 'name', k.name) end as contact,
  case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end as account`
export const rowJoins = sql`join categories c on c.id = t.category_id left join users u on u.id = t.user_id
  left join contacts k on k.id = t.contact_id left join accounts a on a.id = t.account_id`
