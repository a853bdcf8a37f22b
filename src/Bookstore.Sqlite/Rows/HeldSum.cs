namespace Bookstore.Sqlite;

/// <summary>What is held of a book, added up, and up to ten holders that do not exist.</summary>
internal sealed class HeldSum
{
    private const int MostOrphans = 10;

    private List<Guid>? _orphans;

    public long Quantity { get; private set; }

    public IReadOnlyList<Guid> Orphans => _orphans ?? [];

    public void Add(long quantity, Guid? orphan)
    {
        Quantity += quantity;
        if (orphan is { } holder && (_orphans ??= []).Count < MostOrphans)
        {
            _orphans.Add(holder);
        }
    }
}
