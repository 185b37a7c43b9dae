-- Providers that never say that an address is verified (email_verified) may be trusted with those they name.
alter table sso_providers add column trusts_addresses boolean not null default false;
