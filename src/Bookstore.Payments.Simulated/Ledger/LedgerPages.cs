using Microsoft.Win32.SafeHandles;

namespace Bookstore.Payments.Simulated;

/// <summary>Reads the payments of a ledger file in pages, in the order of their last lines, and in memory for one block of lines.</summary>
/// <remarks>
/// A payment is listed at its last line, which is the one that made its state. One that changes meanwhile has a later line, and is listed again there.
/// A state comes from a call of the ledger, so that all of its lines are committed: the last page ends behind them.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="committed">How much of it can be read now, in bytes: whole lines only.</param>
/// <param name="find">Finds the states of orders, each in the place of its id.</param>
internal sealed class LedgerPages(string path, Func<long> committed, Func<IReadOnlyList<Guid>, CancellationToken, ValueTask<PaymentState[]>> find)
{
    private const int LinesInBlock = 1_024;

    // Each question waits its turn at a file that all hosts write: the payments of a page are asked for together.
    private const int AskedTogether = 256;

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
            var entries = LastOfEach(lines).Where(entry => entry.At >= since).ToArray();
            for (var at = 0; at < entries.Length;)
            {
                if (payments.Count == limit)
                {
                    return new LedgerPage(payments, line + entries[at].Index);
                }

                var asked = entries.AsMemory(at, Math.Min(Math.Min(AskedTogether, limit - payments.Count), entries.Length - at));
                await AddAsync(payments, asked, cancellationToken).ConfigureAwait(false);
                at += asked.Length;
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

    private async ValueTask AddAsync(List<(Guid, PaymentState)> payments, ReadOnlyMemory<Entry> entries, CancellationToken cancellationToken)
    {
        var orderIds = new Guid[entries.Length];
        for (var at = 0; at < orderIds.Length; at++)
        {
            orderIds[at] = entries.Span[at].OrderId;
        }

        var states = await find(orderIds, cancellationToken).ConfigureAwait(false);
        for (var at = 0; at < orderIds.Length; at++)
        {
            if (LedgerLine.IsLastOf(entries.Span[at].Line, states[at]))
            {
                payments.Add((orderIds[at], states[at]));
            }
        }
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
