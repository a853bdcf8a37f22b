using Bookstore.Storage;

namespace Bookstore;

/// <summary>Settles what orders cost before they are opened, and whether the application's policies allow them, and makes quotes.</summary>
internal sealed class OrderPricing(IBookstoreStore store, GroupCommit commit, GuardedPricer pricer, GuardedPolicies policies, TimeOrderedIds ids, StoreClock clock)
{
    /// <summary>Whether something has to be settled before an order is opened. Most orders need nothing.</summary>
    public bool IsNeededFor(OrderDraft draft) => draft.Request.QuoteId is not null || pricer.IsThere || policies.AreThere;

    /// <summary>Settles what an order costs, by its quote or by the pricer, and whether the policies allow it.</summary>
    public async ValueTask<OrderTerms> SettleAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        var terms = await PriceAsync(draft, cancellationToken).ConfigureAwait(false);
        if (terms.Refusal is not null || !policies.AreThere)
        {
            return terms;
        }

        var (lines, books, refusal) = await CataloguePrices.ReadAsync(store, draft.Lines, requiresStock: false, cancellationToken).ConfigureAwait(false);
        refusal ??= await CheckAsync(RequestOf(draft, draft.Request.CustomerId, lines), terms.Quoted ?? lines, books, terms.Adjustments, isQuote: false).ConfigureAwait(false);
        return refusal is not null ? OrderTerms.Refused(refusal)
            : terms.Quoted is not null || terms.Seen is not null ? terms
            : new OrderTerms { Adjustments = terms.Adjustments, Seen = lines };
    }

    private async ValueTask<OrderTerms> PriceAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Request.QuoteId is { } quoteId)
        {
            var quote = await store.FindDocumentAsync(QuoteBody.Documents.IdOf(quoteId), cancellationToken).ConfigureAwait(false);
            return quote is null || await clock.NowAsync(cancellationToken).ConfigureAwait(false) >= quote.DueAt
                ? OrderTerms.Refused(PlaceOrderOutcome.QuoteExpired)
                : TermsOf(QuoteBody.Documents.Read(quote), draft);
        }

        if (!pricer.IsThere)
        {
            return new OrderTerms { Adjustments = draft.Adjustments };
        }

        var (lines, _, refusal) = await CataloguePrices.ReadAsync(store, draft.Lines, requiresStock: false, cancellationToken).ConfigureAwait(false);
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
        var (lines, books, refusal) = await CataloguePrices.ReadAsync(store, draft.Lines, requiresStock: true, cancellationToken).ConfigureAwait(false);
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
        var bad = OpenOrder.RefusalOf(total) ?? FixedPrices.RefusalOf(adjustments, lines, books, static (books, index, _) => books[index]);
        bad ??= policies.AreThere ? await CheckAsync(RequestOf(draft, customer, lines), lines, books, adjustments, isQuote: true).ConfigureAwait(false) : null;
        if (bad is not null)
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

    // An order that has no total is refused for that.
    private async ValueTask<PlaceOrderResult?> CheckAsync(OrderPricingRequest priced, OrderLine[] lines, Book[] books, OrderAdjustment[] adjustments, bool isQuote)
    {
        var total = OrderTotal.Of(lines, adjustments);
        return total.Problem != TotalProblem.None ? null : await policies.CheckAsync(new ShopPolicyRequest
        {
            CustomerId = priced.CustomerId,
            Lines = lines,
            Books = books,
            Adjustments = adjustments,
            Total = total.Total,
            Metadata = priced.Metadata,
            PlacedBy = priced.PlacedBy,
            IsQuote = isQuote,
        }).ConfigureAwait(false);
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
