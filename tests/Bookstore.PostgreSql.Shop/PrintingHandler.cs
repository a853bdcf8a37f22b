namespace Bookstore;

/// <summary>Prints the position of each event when it has dealt with it, which takes it a moment.</summary>
internal sealed class PrintingHandler(Action<string> print) : IBookstoreEventHandler
{
    public async Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        print($"event {happened.Position} {happened.Resource} {happened.Sequence}");
    }
}
