using System.Runtime.CompilerServices;

namespace Bookstore.Payments.Simulated;

/// <summary>Reads the payments of a ledger file, for reconciliation.</summary>
internal static class LedgerReader
{
    private const int LinesInMemory = 500_000;
    private const int LinesInBuffer = 1_024;

    /// <summary>Lists every order once, with its last state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="end">How much of it to read, in bytes: whole lines only.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <remarks>A long file is read several times, each time for a share of the ids, so that memory stays bounded.</remarks>
    public static async IAsyncEnumerable<(Guid OrderId, PaymentState State)> ReadAsync(
        string path, long end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var shares = (uint)(1 + (end / LedgerLine.Length / LinesInMemory));
        for (var share = 0u; share < shares; share++)
        {
            var states = await ReadShareAsync(path, end, share, shares, cancellationToken).ConfigureAwait(false);
            foreach (var (orderId, state) in states)
            {
                yield return (orderId, state);
            }
        }
    }

    private static async Task<Dictionary<Guid, PaymentState>> ReadShareAsync(
        string path, long end, uint share, uint shares, CancellationToken cancellationToken)
    {
        var states = new Dictionary<Guid, PaymentState>();
        var buffer = new byte[LinesInBuffer * LedgerLine.Length];
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.Asynchronous);
        for (long position = LedgerLine.Length; position < end;)
        {
            var wanted = buffer.AsMemory(0, (int)Math.Min(buffer.Length, end - position));
            var read = await RandomAccess.ReadAsync(handle, wanted, position, cancellationToken).ConfigureAwait(false);
            var whole = read / LedgerLine.Length * LedgerLine.Length;
            if (whole == 0)
            {
                throw LedgerFaults.Damaged(path, (position / LedgerLine.Length) + 1);
            }

            Take(buffer.AsSpan(0, whole), path, position, share, shares, states);
            position += whole;
        }

        return states;
    }

    private static void Take(ReadOnlySpan<byte> lines, string path, long position, uint share, uint shares, Dictionary<Guid, PaymentState> states)
    {
        for (var at = 0; at < lines.Length; at += LedgerLine.Length)
        {
            if (!LedgerLine.TryRead(lines.Slice(at, LedgerLine.Length), out var orderId, out var entry))
            {
                throw LedgerFaults.Damaged(path, ((position + at) / LedgerLine.Length) + 1);
            }

            if ((uint)orderId.GetHashCode() % shares == share)
            {
                states[orderId] = LedgerLine.Fold(states.GetValueOrDefault(orderId), entry);
            }
        }
    }
}
