using Bookstore.Storage;

namespace Bookstore.PostgreSql;

/// <summary>The locks of units whose connection was given up before their outcome was known. The outcome is still found out under the lock: without it, a commit that is on its way could arrive after the question.</summary>
/// <param name="capacity">How many locks are kept. With more, the outcome of the oldest cannot be found out any more.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class AbandonedUnits(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CommitToken, long> _locks = [];
    private DateTimeOffset? _forgottenUntil;

    /// <summary>Keeps the lock of a unit.</summary>
    public void Add(CommitToken mark, long unitLock)
    {
        lock (_gate)
        {
            _locks[mark] = unitLock;
            if (_locks.Count > capacity)
            {
                var oldest = _locks.Keys.MinBy(static kept => kept.At);
                _locks.Remove(oldest);
                _forgottenUntil = _forgottenUntil > oldest.At ? _forgottenUntil : oldest.At;
            }
        }
    }

    /// <summary>Finds the lock of a unit.</summary>
    /// <returns>The lock; <see langword="null"/> for a unit whose connection was not given up.</returns>
    /// <exception cref="BookstoreStoreException"><see cref="BookstoreStoreException.IsOutcomeUnknown"/> is set: the lock may have been one of those that are kept no more.</exception>
    public long? Find(CommitToken mark)
    {
        lock (_gate)
        {
            if (_locks.TryGetValue(mark, out var unitLock))
            {
                return unitLock;
            }

            return !(mark.At <= _forgottenUntil) ? null : throw new BookstoreStoreException(
                "Too many commits were not answered for the store to tell whether the write took effect. Send the same request again with the same idempotency key.")
            { IsOutcomeUnknown = true };
        }
    }

    /// <summary>Removes a unit whose outcome is known.</summary>
    public void Remove(CommitToken mark)
    {
        lock (_gate)
        {
            _locks.Remove(mark);
        }
    }
}
