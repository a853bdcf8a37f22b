namespace Bookstore.Storage;

/// <summary>Orders pairs by their text, ordinally, and then by their id.</summary>
internal sealed class ByText<TId> : IComparer<(string Text, TId Id)>
    where TId : IComparable<TId>
{
    public int Compare((string Text, TId Id) x, (string Text, TId Id) y)
    {
        var byText = string.CompareOrdinal(x.Text, y.Text);
        return byText != 0 ? byText : x.Id.CompareTo(y.Id);
    }
}
