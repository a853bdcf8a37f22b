namespace Bookstore.Onix.Reading;

/// <summary>An element of a record; one that is not there has no text and no children.</summary>
internal readonly struct OnixNode(RecordTree tree, int index)
{
    private bool Exists => index >= 0;

    public Tag Tag => Exists ? tree[index].Tag : Tag.None;

    public bool IsThere => Exists;

    /// <summary>The text without white space around it; <see langword="null"/> when there is none.</summary>
    public string? Text => Exists ? tree[index].Text : null;

    /// <summary>The value of the attribute that is read for this element.</summary>
    public string? Attribute => Exists ? tree[index].Attribute : null;

    /// <summary>The text of the first child with this tag.</summary>
    public string? this[Tag tag] => Child(tag).Text;

    public OnixNode Child(Tag tag)
    {
        for (var child = Exists ? tree[index].First : -1; child >= 0; child = tree[child].Next)
        {
            if (tree[child].Tag == tag)
            {
                return new OnixNode(tree, child);
            }
        }

        return new OnixNode(tree, -1);
    }

    /// <summary>The children with this tag, in their order.</summary>
    public NodeList Children(Tag tag) => new(tree, Exists ? tree[index].First : -1, tag);

    /// <summary>Returns an entry for each child with this tag, without those that are <see langword="null"/>.</summary>
    public IReadOnlyList<T> Map<T>(Tag tag, Func<OnixNode, T?> map)
        where T : class
    {
        List<T>? mapped = null;
        foreach (var child in Children(tag))
        {
            if (map(child) is { } entry)
            {
                (mapped ??= []).Add(entry);
            }
        }

        return mapped ?? (IReadOnlyList<T>)[];
    }

    internal struct NodeList(RecordTree tree, int first, Tag tag)
    {
        private int _next = first;

        public OnixNode Current { get; private set; }

        public readonly NodeList GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_next >= 0)
            {
                var found = _next;
                _next = tree[found].Next;
                if (tree[found].Tag == tag)
                {
                    Current = new OnixNode(tree, found);
                    return true;
                }
            }

            return false;
        }
    }
}
