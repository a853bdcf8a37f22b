using Bookstore.Storage;

namespace Bookstore;

/// <summary>Settles what orders cost before they are opened, and makes quotes.</summary>
internal sealed class OrderPricing(IBookstoreStore store, GroupCommit commit, GuardedPricer pricer, TimeOrderedIds ids, StoreClock clock)
{
    /// <summary>Whether something has to be settled before an order is opened. Most orders need nothing.</summary>
    public bool IsNeededFor(OrderDraft draft) => draft.Request.QuoteId is not null || pricer.IsThere;

    /// <summary>Settles what an order costs: by its quote, or by the pricer.</summary>
    public async ValueTask<OrderTerms> SettleAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Request.QuoteId is { } quoteId)
        {
            var quote = await store.FindDocumentAsync(QuoteBody.Documents.IdOf(quoteId), cancellationToken).ConfigureAwait(false);
            return quote is null || await clock.NowAsync(cancellationToken).ConfigureAwait(false) >= quote.DueAt
                ? OrderTerms.Refused(PlaceOrderOutcome.QuoteExpired)
                : TermsOf(QuoteBody.Documents.Read(quote), draft);
        }

        var (lines, refusal) = await CataloguePrices.ReadAsync(store, draft.Lines, requiresStock: false, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return OrderTerms.Refused(refusal);
        }

        var adjustments = await pricer.PriceAsync(RequestOf(draft, draft.Request.CustomerId, lines)).ConfigureAwait(false);
        return adjustments is null ? OrderTerms.Refused(PlaceOrderOutcome.PricerFailed) : new OrderTerms { Adjustments = adjustments, Seen = lines };
    }

    /// <summary>Makes a quote.</summary>
    public async Task<QuoteResult> QuoteAsync(OrderDraft draft, string? customer, CancellationToken cancellationToken)
    {
        var (lines, refusal) = await CataloguePrices.ReadAsync(store, draft.Lines, requiresStock: true, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return new QuoteResult { Refusal = refusal };
        }

        var adjustments = pricer.IsThere ? await pricer.PriceAsync(RequestOf(draft, customer, lines)).ConfigureAwait(false) : draft.Adjustments;
        if (adjustments is null)
        {
            return new QuoteResult { Refusal = new PlaceOrderResult { Outcome = PlaceOrderOutcome.PricerFailed } };
        }

        var total = OrderTotal.Of(lines, adjustments);
        if (OpenOrder.RefusalOf(total) is { } bad)
        {
            return new QuoteResult { Refusal = bad };
        }

        Allocation.Allocate(lines, adjustments);
        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var quote = new Quote
        {
            Id = ids.Next(now),
            CustomerId = customer,
            Lines = lines,
            Adjustments = adjustments,
            Total = total.Total,
            ExpiresAt = now.Plus(Quote.Validity),
        };
        return new QuoteResult { Quote = await commit.SubmitAsync(new SaveQuote(quote), cancellationToken).ConfigureAwait(false) };
    }

    // What the order names has to be what was quoted; adjustments it may leave out.
    private static OrderTerms TermsOf(QuoteBody quote, OrderDraft draft)
    {
        if (quote.CustomerId is { } customer && !string.Equals(customer, draft.Request.CustomerId, StringComparison.Ordinal))
        {
            return OrderTerms.Refused(PlaceOrderOutcome.QuoteExpired);
        }

        var (lines, adjustments) = (quote.ToLines(), quote.ToAdjustments());
        var isSame = lines.Length == draft.Lines.Length
            && lines.Zip(draft.Lines).All(static pair => pair.First.Isbn == pair.Second.Isbn && pair.First.Quantity == pair.Second.Quantity)
            && (draft.Adjustments.Length == 0 || draft.Adjustments.SequenceEqual(adjustments));
        return isSame
            ? new OrderTerms { Quoted = lines, Adjustments = adjustments }
            : OrderTerms.Refused(new PlaceOrderResult { Outcome = PlaceOrderOutcome.TotalChanged, Total = OrderTotal.Of(lines, adjustments).Total });
    }

    private static OrderPricingRequest RequestOf(OrderDraft draft, string? customer, OrderLine[] lines) => new()
    {
        CustomerId = customer,
        Lines = lines,
        Adjustments = draft.Adjustments,
        Metadata = draft.Metadata,
        PlacedBy = draft.Request.PlacedBy,
    };
}
