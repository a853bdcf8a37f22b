using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Reads idempotency keys.</summary>
/// <remarks>What holds for all reads of a store: see <see cref="IBookstoreStore"/>.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IKeyReads
{
    /// <summary>Lists idempotency keys, the oldest first.</summary>
    /// <param name="createdBefore">Claimed before this time.</param>
    /// <param name="after">Keys after this one in the list's order; <see langword="null"/> from the oldest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The keys, by ascending time and then by ascending key.</returns>
    ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists idempotency keys to remove or to verify, the oldest first, with what the orders that they lead to say at the moment. It locks nothing.</summary>
    /// <inheritdoc cref="ListKeysAsync" path="/param"/>
    /// <returns>The keys, by ascending time and then by ascending key.</returns>
    ValueTask<IReadOnlyList<KeyWithOrder>> ListKeysWithOrdersAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken);
}
