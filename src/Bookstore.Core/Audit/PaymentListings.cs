using System.Globalization;

namespace Bookstore;

/// <summary>Walks through what the gateways list, one gateway after the other: in pages where a gateway has them, else whole.</summary>
/// <remarks>A run that stops continues at the page that follows, or at the next gateway.</remarks>
internal sealed class PaymentListings(PaymentGateways gateways, GatewayReads reads, AuditRun run, SecondLooks looks)
{
    private const int PageSize = 200;

    /// <summary>Looks at the payments from the run's position on.</summary>
    /// <returns>Whether all were looked at; <see langword="false"/> when the run has to stop before the end.</returns>
    public async Task<bool> ReconcileAsync(CancellationToken cancellationToken)
    {
        var (name, cursor) = Read(run.Position);
        IsolatedGateway[] left = [.. gateways.All.OrderBy(static gateway => gateway.Gateway.Name, StringComparer.Ordinal).Where(gateway => string.CompareOrdinal(gateway.Gateway.Name, name) >= 0)];
        foreach (var gateway in left)
        {
            var after = gateway.Gateway.Name == name ? cursor : null;
            run.MoveTo(PositionOf(gateway.Gateway.Name, after));
            if (run.MustStop || !await ReconcileAsync(gateway, after, cancellationToken).ConfigureAwait(false))
            {
                await looks.EndAsync(cancellationToken).ConfigureAwait(false);
                return false;
            }
        }

        await looks.EndAsync(cancellationToken).ConfigureAwait(false);
        run.NextPhase();
        return !run.MustStop;
    }

    private async Task<bool> ReconcileAsync(IsolatedGateway gateway, string? after, CancellationToken cancellationToken)
    {
        // A place that comes again is found out by the last one at a power of two (Brent): no adapter keeps a run for ever.
        var (remembered, pages, next) = (after, 0L, 1L);
        while (true)
        {
            if (await reads.ListPageAsync(gateway, new ListPaymentsRequest(run.Since, after, PageSize), cancellationToken).ConfigureAwait(false) is not { } page)
            {
                await ReconcileWholeAsync(gateway, cancellationToken).ConfigureAwait(false);
                return true;
            }

            foreach (var payment in page.Payments)
            {
                await looks.LookAsync(gateway, payment, cancellationToken).ConfigureAwait(false);
                run.Count();
            }

            run.CountForeign(page.Foreign);
            if (page.Next is null)
            {
                return true;
            }

            if (page.Next == remembered)
            {
                throw new BookstoreException($"The payment gateway '{gateway.Gateway.Name}' lists the same page of its payments again and again. Its adapter has to be corrected.");
            }

            after = page.Next;
            if (++pages == next)
            {
                (remembered, next) = (after, next * 2);
            }

            run.MoveTo(PositionOf(gateway.Gateway.Name, after));
            if (run.MustStop)
            {
                return false;
            }
        }
    }

    // It lists its payments in any order, so that there is no position in them.
    private async Task ReconcileWholeAsync(IsolatedGateway gateway, CancellationToken cancellationToken)
    {
        await foreach (var payment in reads.ListAsync(gateway, cancellationToken).ConfigureAwait(false))
        {
            await looks.LookAsync(gateway, payment, cancellationToken).ConfigureAwait(false);
            run.Count();
        }
    }

    private static string PositionOf(string gateway, string? after) => string.Create(CultureInfo.InvariantCulture, $"{gateway.Length}:{gateway}{after}");

    private static (string? Gateway, string? After) Read(string? position)
    {
        if (position is null)
        {
            return (null, null);
        }

        var colon = position.IndexOf(':', StringComparison.Ordinal);
        var begin = colon + 1;
        return colon > 0 && int.TryParse(position.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= position.Length - begin
            ? (position.Substring(begin, length), begin + length == position.Length ? null : position[(begin + length)..])
            : throw new InvalidCursorException();
    }
}
