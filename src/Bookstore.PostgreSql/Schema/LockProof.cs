using System.Data;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Refuses a server whose advisory locks keep no second session out: unknown outcomes and migrations rely on them, and without them the answer to "was it committed?" could be wrong.</summary>
internal static class LockProof
{
    private const string Take = "SELECT pg_advisory_xact_lock($1), pg_advisory_xact_lock_shared($2)";

    private const string TryTake = "SELECT pg_try_advisory_xact_lock($1) OR pg_try_advisory_xact_lock($2)";

    private const string StillThere = "SELECT true";

    private const string Refusal =
        "The database's advisory locks keep no second session out, so the store could not tell whether a commit took effect. PostgreSqlStoreOptions.ConnectionString leads to a balancer over several servers, " +
        "to a pooler in statement mode, or to an engine without these locks. Connect to the server that takes writes, directly or through a pooler in transaction or session mode; name several servers in Host=a,b.";

    /// <summary>Takes locks in one session and tries to take them in another one.</summary>
    /// <exception cref="BookstoreStoreException">The second session got one of them.</exception>
    public static async Task RunAsync(Database database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            if (await TakeTwiceAsync(database, connection, cancellationToken).ConfigureAwait(false))
            {
                throw new BookstoreStoreException(Refusal);
            }
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.FeatureNotSupported)
        {
            throw new BookstoreStoreException(Refusal, error);
        }
    }

    // What is taken is let go with the transaction, which is rolled back.
    private static async Task<bool> TakeTwiceAsync(Database database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (own, shared) = (CommitOutcomes.NewUnitLock(), CommitOutcomes.NewUnitLock());
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.ChangeAsync(Take, cancellationToken, own, shared).ConfigureAwait(false);
            var other = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (other.ConfigureAwait(false))
            {
                // A session that was lost meanwhile, by a failover for example, holds nothing, and proves nothing.
                return await other.ReadAsync<bool>(TryTake, cancellationToken, own, shared).ConfigureAwait(false)
                    && await connection.ReadAsync<bool>(StillThere, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
