namespace Bookstore.Simulation;

/// <summary>A clerk who changes how many copies of a book can be ordered beyond those on hand, or until when none leaves the house.</summary>
internal sealed class TermsWish(Simulation simulation, Book book) : Wish<SaveBookResult>(
    simulation, OperationKind.ChangeTerms, $"{book.Isbn} has {book.BackorderLimit} on back-order, {(book.EmbargoUntil is null ? "no embargo" : "an embargo")}", hasKey: true)
{
    public override void Check() => Expect(Results.All(result => result.Outcome is SaveBookOutcome.Replaced or SaveBookOutcome.BackorderLimitInUse), "the book was lost");

    protected override async Task<SaveBookResult> CallAsync(Host host, CancellationToken cancellationToken) => await host.Inventory.SaveBookAsync(book, cancellationToken: cancellationToken);

    protected override bool IsRefusal(SaveBookResult result) => result.Outcome == SaveBookOutcome.BackorderLimitInUse;
}
