using System.Runtime.CompilerServices;

namespace Bookstore.Payments.Simulated;

/// <summary>A ledger in memory, in shards so that callers seldom meet and no dictionary grows in one great step.</summary>
internal sealed class MemoryLedger(string? shop, TimeProvider timeProvider) : IPaymentLedger
{
    // A page's place has the shard above, and the order's index in it below.
    private const int IndexBits = 32;

    private readonly OrderedDictionary<Guid, (PaymentState State, DateTime At)>[] _shards = [.. Enumerable.Range(0, 64).Select(static _ => new OrderedDictionary<Guid, (PaymentState, DateTime)>())];
    private volatile bool _disposed;

    public ValueTask<PaymentState> ApplyAsync(LedgerRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SimulatedPaymentGateway));
        var shard = _shards[(uint)request.OrderId.GetHashCode() % (uint)_shards.Length];
        lock (shard)
        {
            shard.TryGetValue(request.OrderId, out var before);
            var next = PaymentRules.Next(before.State, request);
            if (next.IsChangeOf(before.State))
            {
                shard[request.OrderId] = (next with { Shop = before.State.Shop ?? shop }, timeProvider.GetUtcNow().UtcDateTime);
            }

            return new ValueTask<PaymentState>(before.State);
        }
    }

    public async IAsyncEnumerable<(Guid OrderId, PaymentState State)> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SimulatedPaymentGateway));
        foreach (var shard in _shards)
        {
            foreach (var (orderId, kept) in Copy(shard))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return (orderId, kept.State);
            }

            await Task.CompletedTask.ConfigureAwait(false);
        }
    }

    // Orders are never removed, so an index stays that of its order.
    public ValueTask<LedgerPage> ListPageAsync(DateTime since, long after, int limit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SimulatedPaymentGateway));
        var payments = new List<(Guid, PaymentState)>();
        var (number, index) = (after >> IndexBits, (int)(after & int.MaxValue));
        for (var lookedAt = 0; number < _shards.Length; (number, index) = (number + 1, 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var shard = _shards[number];
            lock (shard)
            {
                for (; index < shard.Count; index++)
                {
                    if (payments.Count == limit || lookedAt++ == LedgerPage.MaxLookedAt)
                    {
                        return new ValueTask<LedgerPage>(new LedgerPage(payments, (number << IndexBits) | (uint)index));
                    }

                    var (orderId, (state, at)) = shard.GetAt(index);
                    if (at >= since)
                    {
                        payments.Add((orderId, state));
                    }
                }
            }
        }

        return new ValueTask<LedgerPage>(new LedgerPage(payments, null));
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    private static KeyValuePair<Guid, (PaymentState State, DateTime At)>[] Copy(OrderedDictionary<Guid, (PaymentState State, DateTime At)> shard)
    {
        lock (shard)
        {
            return [.. shard];
        }
    }
}
