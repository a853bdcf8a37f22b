namespace Bookstore.Onix.Reading;

/// <summary>The elements of one record that are read, in one array that is used again for the next record.</summary>
internal sealed class RecordTree
{
    private Element[] _elements = new Element[256];
    private int _count;

    public void Clear()
    {
        Array.Clear(_elements, 0, _count);
        _count = 0;
    }

    /// <summary>Adds an element as the last child of another.</summary>
    /// <param name="parent">The other; -1 for none.</param>
    /// <param name="tag">What it is.</param>
    /// <returns>Its index.</returns>
    public int Add(int parent, Tag tag)
    {
        if (_count == _elements.Length)
        {
            Array.Resize(ref _elements, _count * 2);
        }

        var index = _count++;
        _elements[index] = new Element { Tag = tag, Parent = parent, First = -1, Last = -1, Next = -1 };
        if (parent >= 0)
        {
            ref var above = ref _elements[parent];
            if (above.Last < 0)
            {
                above.First = index;
            }
            else
            {
                _elements[above.Last].Next = index;
            }

            above.Last = index;
        }

        return index;
    }

    public ref Element this[int index] => ref _elements[index];

    internal struct Element
    {
        public Tag Tag;
        public int Parent;
        public int First;
        public int Last;
        public int Next;
        public string? Text;
        public string? Attribute;
    }
}
