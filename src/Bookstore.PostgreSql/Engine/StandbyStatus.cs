using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>What the primary says of its standbys.</summary>
/// <param name="Commit">How far a commit of the store's role is when it returns: <c>synchronous_commit</c>.</param>
/// <param name="Names">Which standbys a commit waits for: <c>synchronous_standby_names</c>.</param>
/// <param name="Synchronous">How many standbys follow, are waited for by each commit, and have applied the position that was asked about.</param>
/// <param name="Hidden">How many standbys the role may not look at.</param>
/// <param name="Position">The end of the primary's log.</param>
internal sealed partial record StandbyStatus(string Commit, string Names, long Synchronous, long Hidden, string Position)
{
    /// <summary>A position that every standby has applied.</summary>
    public const string Beginning = "0/0";

    private const string Select =
        """
        SELECT current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),
            count(*) FILTER (WHERE sync_state = 'sync' AND state = 'streaming' AND ($1 = '0/0' OR replay_lsn >= $1::pg_lsn)),
            count(*) FILTER (WHERE sync_state IS NULL), pg_current_wal_lsn()::text
        FROM pg_stat_replication
        """;

    public static Query Ask(string applied) => new Query(Select).With(applied);

    public static StandbyStatus Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4));

    /// <summary>What has to be set differently before standbys can be read; <see langword="null"/> when nothing has.</summary>
    /// <param name="standbys">How many standbys the connection string names.</param>
    public string? FindWrongSetting(int standbys)
    {
        if (Commit != "remote_apply")
        {
            return $"PostgreSqlStoreOptions.ReadFrom is Standbys, but the database commits with synchronous_commit = {Commit}: a read could miss what was written before it. Set synchronous_commit to remote_apply on every server, or ReadFrom to Primary.";
        }

        if (WaitsFor(Names) < standbys)
        {
            return $"PostgreSqlStoreOptions.ReadFrom is Standbys and Host names {standbys} beside the primary, but the database has synchronous_standby_names = '{Names}': a commit would not wait for each of them. "
                + $"Set it to FIRST {standbys} (...) with the names of all of them on every server, or ReadFrom to Primary. ANY is not enough.";
        }

        return Hidden > 0 ? "PostgreSqlStoreOptions.ReadFrom is Standbys, but the database role may not see which standbys are synchronous. Grant it pg_read_all_stats, or set ReadFrom to Primary." : null;
    }

    /// <summary>How many standbys each commit waits for; zero where any of several will do.</summary>
    internal static int WaitsFor(string names)
    {
        if (string.IsNullOrWhiteSpace(names))
        {
            return 0;
        }

        var counted = Counted().Match(names);
        return !counted.Success ? 1
            : counted.Groups["way"].Value.Equals("ANY", StringComparison.OrdinalIgnoreCase) ? 0
            : int.TryParse(counted.Groups["count"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    [GeneratedRegex(@"^\s*((?<way>FIRST|ANY)\s+)?(?<count>[0-9]+)\s*\(", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Counted();
}
