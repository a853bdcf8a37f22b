using Microsoft.Win32.SafeHandles;

namespace Bookstore.Payments.Simulated;

/// <summary>Reads the payments of a ledger file in pages, in the order of their last lines, and in memory for one block of lines.</summary>
/// <remarks>
/// A payment is listed at its last line, which is the one that made its state. One that changes meanwhile has a later line, and is listed again there.
/// A state comes from a call of the ledger, so that all of its lines are committed: the last page ends behind them.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="committed">How much of it can be read now, in bytes: whole lines only.</param>
/// <param name="find">Finds the state of an order.</param>
internal sealed class LedgerPages(string path, Func<long> committed, Func<Guid, CancellationToken, ValueTask<PaymentState>> find)
{
    private const int LinesInBlock = 1_024;

    /// <summary>Reads a page.</summary>
    /// <param name="since">Leaves out payments whose last line is older.</param>
    /// <param name="after">How many lines to pass over.</param>
    /// <param name="limit">How many payments at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="BookstoreException">The file is damaged, or cannot be read.</exception>
    public async Task<LedgerPage> ReadAsync(DateTime since, long after, int limit, CancellationToken cancellationToken)
    {
        var payments = new List<(Guid, PaymentState)>();
        var lookedAt = 0;
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.Asynchronous);
        for (var line = after; line < LinesOf(committed());)
        {
            var lines = await ReadBlockAsync(handle, line, cancellationToken).ConfigureAwait(false);
            foreach (var entry in LastOfEach(lines))
            {
                if (entry.At < since)
                {
                    continue;
                }

                if (payments.Count == limit)
                {
                    return new LedgerPage(payments, line + entry.Index);
                }

                var state = await find(entry.OrderId, cancellationToken).ConfigureAwait(false);
                if (LedgerLine.IsLastOf(entry.Line, state))
                {
                    payments.Add((entry.OrderId, state));
                }
            }

            line += lines.Count;
            lookedAt += lines.Count;
            if (lookedAt >= LedgerPage.MaxLookedAt)
            {
                return new LedgerPage(payments, line);
            }
        }

        return new LedgerPage(payments, null);
    }

    // The header is the first line of the file.
    private static long LinesOf(long length) => (length / LedgerLine.Length) - 1;

    private static IEnumerable<Entry> LastOfEach(List<Entry> lines)
    {
        var last = new Dictionary<Guid, int>(lines.Count);
        foreach (var entry in lines)
        {
            last[entry.OrderId] = entry.Index;
        }

        return lines.Where(entry => last[entry.OrderId] == entry.Index);
    }

    private async Task<List<Entry>> ReadBlockAsync(SafeFileHandle handle, long line, CancellationToken cancellationToken)
    {
        var position = (line + 1) * LedgerLine.Length;
        var buffer = new byte[(int)Math.Min(LinesInBlock * LedgerLine.Length, committed() - position)];
        var read = 0;
        while (read < buffer.Length)
        {
            var more = await RandomAccess.ReadAsync(handle, buffer.AsMemory(read), position + read, cancellationToken).ConfigureAwait(false);
            if (more == 0)
            {
                throw LedgerFaults.Damaged(path, (position + read) / LedgerLine.Length);
            }

            read += more;
        }

        var entries = new List<Entry>(buffer.Length / LedgerLine.Length);
        for (var at = 0; at < buffer.Length; at += LedgerLine.Length)
        {
            var text = buffer.AsSpan(at, LedgerLine.Length);
            if (!LedgerLine.TryRead(text, out var orderId, out var state))
            {
                throw LedgerFaults.Damaged(path, ((position + at) / LedgerLine.Length) + 1);
            }

            entries.Add(new Entry(entries.Count, orderId, state, LedgerLine.TimeOf(text)));
        }

        return entries;
    }

    private sealed record Entry(int Index, Guid OrderId, PaymentState Line, DateTime At);
}
