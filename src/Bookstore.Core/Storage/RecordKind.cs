using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A kind of record that a store keeps in a table of its own. All of them are in <see cref="RecordKinds"/>.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class RecordKind
{
    internal RecordKind(string name, RecordShape shape, bool isRemovable = false)
    {
        Name = name;
        Shape = shape;
        IsRemovable = isRemovable;
    }

    /// <summary>The name for messages, such as <c>idempotency key</c>.</summary>
    public string Name { get; }

    /// <summary>How its records are loaded, locked and written.</summary>
    public RecordShape Shape { get; }

    /// <summary>Whether its records are removed one day. A store needs no way to remove those of other kinds: they are kept, and staging the removal of one throws.</summary>
    public bool IsRemovable { get; }

    /// <summary>Returns <see cref="Name"/>.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>Returns the kind when it has one of these shapes. What holds records of a batch asks for those that it can hold.</summary>
    /// <exception cref="InvalidOperationException">It has another shape.</exception>
    internal RecordKind Require(params ReadOnlySpan<RecordShape> shapes) => shapes.Contains(Shape)
        ? this
        : throw new InvalidOperationException($"The kind '{Name}' is declared as a {Shape}, and records of that shape are not held here. See RecordKinds.");
}

/// <summary>How records of a kind are loaded, locked and written.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public enum RecordShape
{
    /// <summary>Named by its key, loaded and locked.</summary>
    Root,

    /// <summary>Loaded and locked with the root that it belongs to.</summary>
    Child,

    /// <summary>Named by its key and read; locked only to be written, else the last writer wins.</summary>
    Reference,

    /// <summary>Appended only, never loaded.</summary>
    Journal,

    /// <summary>Staged only, never loaded: a quantity that follows from other records.</summary>
    Tally,
}
