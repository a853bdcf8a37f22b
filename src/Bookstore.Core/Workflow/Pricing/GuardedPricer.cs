using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Calls the application's pricer so that nothing it does can hurt: an exception, a hang and nonsense all refuse the order.</summary>
/// <param name="pricer">The pricer; <see langword="null"/> where the application has none.</param>
/// <param name="timeout">How long a call may take.</param>
/// <param name="time">The clock.</param>
/// <param name="isInline">Whether calls start on the caller's thread.</param>
/// <param name="logger">The log.</param>
internal sealed class GuardedPricer(IOrderPricer? pricer, TimeSpan timeout, TimeProvider time, bool isInline, ILogger<GuardedPricer> logger)
{
    private readonly Bulkhead _bulkhead = new(isInline);

    /// <summary>Whether there is a pricer to call.</summary>
    public bool IsThere => pricer is not null;

    /// <summary>Computes the adjustments; <see langword="null"/> when the pricer failed.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "After every exception of the application's pricer, the order is refused and the reason is logged.")]
    public async ValueTask<OrderAdjustment[]?> PriceAsync(OrderPricingRequest request)
    {
        try
        {
            using var limit = new CancellationTokenSource(timeout, time);
            var adjustments = await _bulkhead.CallAsync((pricer!, request), CallAsync, limit.Token).ConfigureAwait(false);
            ReservationLine[] wanted = [.. request.Lines.Select(static line => new ReservationLine(line.Isbn, line.Quantity))];
            var priced = OrderDraft.CheckedAdjustments(adjustments, wanted);
            ThrowIfNoTotal(request, priced);
            return priced;
        }
        catch (Exception exception)
        {
            Log.PricerFailed(logger, timeout.TotalSeconds, exception);
            return null;
        }
    }

    // The list is the application's as well: it is read within the time, and no further than one can be right.
    private static async ValueTask<OrderAdjustment[]> CallAsync((IOrderPricer Pricer, OrderPricingRequest Request) to, CancellationToken stop)
    {
        var adjustments = await to.Pricer.PriceAsync(to.Request, stop).ConfigureAwait(false);
        return [.. Require.NotNull(adjustments).Take(OrderAdjustment.MaxAdjustments + 1)];
    }

    // What the request itself asks too much of is the caller's, and refused as such.
    private static void ThrowIfNoTotal(OrderPricingRequest request, OrderAdjustment[] priced)
    {
        OrderLine[] lines = [.. request.Lines];
        var problem = OrderTotal.Of(lines, priced).Problem;
        if (problem != TotalProblem.None && OrderTotal.Of(lines, [.. request.Adjustments]).Problem == TotalProblem.None)
        {
            throw new InvalidOperationException($"The pricer's adjustments leave no total: {problem}.");
        }
    }
}
