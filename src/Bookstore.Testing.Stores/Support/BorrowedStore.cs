namespace Bookstore.Testing.Stores;

/// <summary>A store that its user does not dispose: a case opens and disposes it, whatever shop runs on it.</summary>
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
