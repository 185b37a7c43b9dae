/** The settings of the embedded PostgreSQL, in proportion to the memory of the machine. */
import { totalmem } from 'node:os'

const megabyte = 1024 ** 2

/** `sockets`: the folder of its socket, or nothing. `memory` in bytes: what the machine, or the container that we are in, has. */
export function serverSettings(
  sockets = '',
  memory = Math.min(totalmem(), process.constrainedMemory() || Infinity),
): Record<string, string | number> {
  const buffers = Math.round(Math.min(4096, Math.max(64, memory / megabyte / 8)))
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: 100,
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.round(Math.max(256, memory / megabyte / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: `${Math.min(256, buffers)}MB`,
    random_page_cost: 1.1, // no disk turns any more
    jit: 'off', // our statements are short
    wal_compression: 'on',
    min_wal_size: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    autovacuum_vacuum_scale_factor: 0.05,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A file per weekday, written over a week later. No statements and no details: they hold what customers wrote.
    logging_collector: 'on',
    log_directory: '../log',
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_rotation_size: 0,
    log_truncate_on_rotation: 'on',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  }
}
