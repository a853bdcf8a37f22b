namespace Bookstore;

/// <summary>One item of a round.</summary>
/// <param name="id">The item's id.</param>
/// <param name="fence">The fence of the item as it was listed; 0 for items without one.</param>
internal sealed class RoundItem(Guid id, int fence = 0)
{
    /// <summary>The item's id.</summary>
    public Guid Id => id;

    /// <summary>The fence that the item had when this host last listed or acquired it. A higher one later shows that another host or a person changed the item.</summary>
    public int Fence { get; set; } = fence;
}
