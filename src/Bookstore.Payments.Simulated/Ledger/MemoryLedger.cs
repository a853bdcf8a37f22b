using System.Runtime.CompilerServices;

namespace Bookstore.Payments.Simulated;

/// <summary>A ledger in memory, in shards so that callers seldom meet and no dictionary grows in one great step.</summary>
internal sealed class MemoryLedger(string? shop) : IPaymentLedger
{
    private readonly Dictionary<Guid, PaymentState>[] _shards = [.. Enumerable.Range(0, 64).Select(static _ => new Dictionary<Guid, PaymentState>())];
    private volatile bool _disposed;

    public ValueTask<PaymentState> ApplyAsync(LedgerRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SimulatedPaymentGateway));
        var shard = _shards[(uint)request.OrderId.GetHashCode() % (uint)_shards.Length];
        lock (shard)
        {
            shard.TryGetValue(request.OrderId, out var before);
            var next = PaymentRules.Next(before, request);
            if (next.IsChangeOf(before))
            {
                shard[request.OrderId] = next with { Shop = before.Shop ?? shop };
            }

            return new ValueTask<PaymentState>(before);
        }
    }

    public async IAsyncEnumerable<(Guid OrderId, PaymentState State)> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SimulatedPaymentGateway));
        foreach (var shard in _shards)
        {
            foreach (var (orderId, state) in Copy(shard))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return (orderId, state);
            }

            await Task.CompletedTask.ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ValueTask.CompletedTask;
    }

    private static KeyValuePair<Guid, PaymentState>[] Copy(Dictionary<Guid, PaymentState> shard)
    {
        lock (shard)
        {
            return [.. shard];
        }
    }
}
