namespace Bookstore.AspNetCore;

/// <summary>What is wrong with which member, by JSON pointer. Bounded: the first hundred are enough to act on, and pointers that are no longer than anyone reads.</summary>
internal sealed class FieldErrors
{
    private const int MaxCount = 100;
    private const int MaxPointerLength = 200;

    private Dictionary<string, IReadOnlyList<string>>? _byPointer;

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? ByPointer => _byPointer;

    public bool Any => _byPointer is not null;

    public bool IsFull => _byPointer?.Count == MaxCount;

    public void Add(string pointer, string message)
    {
        _byPointer ??= new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (_byPointer.Count < MaxCount)
        {
            _byPointer.TryAdd(pointer.Length <= MaxPointerLength ? pointer : pointer[..MaxPointerLength] + "…", [message]);
        }
    }
}
