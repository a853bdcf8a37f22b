using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stores a quote.</summary>
internal sealed class SaveQuote(Quote quote) : Operation<Quote>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(QuoteBody.Documents.IdOf(quote.Id));

    protected override Quote DecideOn(WorkingSet records)
    {
        records.Documents.Put(QuoteBody.Documents.IdOf(quote.Id), QuoteBody.Documents.Write(quote.Id, QuoteBody.Of(quote), null) with { DueAt = quote.ExpiresAt });
        return quote;
    }
}
