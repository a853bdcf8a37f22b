namespace Bookstore.Testing.Stores;

/// <summary>A store that its user does not dispose: the case that opens it disposes it, also when a shop runs on it.</summary>
internal class BorrowedStore(IBookstoreStore inner) : DelegatingStore(inner)
{
#pragma warning disable CA2215 // It would dispose the store behind it.
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
#pragma warning restore CA2215
}
