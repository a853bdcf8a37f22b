namespace Bookstore.Operating;

/// <summary>One field of an action's form.</summary>
internal sealed record ActionField(string Name, string Label, ActionFieldKind Kind)
{
    public string? Help { get; init; }

    public string Value { get; init; } = string.Empty;

    public bool IsRequired { get; init; }

    public int MaxLength { get; init; } = 100;

    /// <summary>The least of a number.</summary>
    public int Min { get; init; }

    /// <summary>The most of a number.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>The decimals of an amount.</summary>
    public int Decimals { get; init; }

    /// <summary>The currency of an amount, or the unit of a number.</summary>
    public string? Unit { get; init; }

    /// <summary>The values of a choice, each with its text.</summary>
    public IReadOnlyList<(string Value, string Text)> Choices { get; init; } = [];

    /// <summary>The book of <see cref="ActionFieldKind.Copies"/>.</summary>
    public Isbn Isbn { get; init; }

    /// <summary>What goes with the form and is not asked for, such as the version that the person saw.</summary>
    public static ActionField Hidden(string name, string value) => new(name, string.Empty, ActionFieldKind.Hidden) { Value = value };

    /// <summary>A number of copies of a book, 0 to <paramref name="max"/>.</summary>
    public static ActionField Copies(Isbn isbn, string title, int max, string name = "copies", string? value = null) => new($"{name}-{isbn}", title, ActionFieldKind.Copies)
    {
        Isbn = isbn,
        Max = max,
        Unit = $"of {max}",
        Value = value ?? string.Empty,
    };
}

/// <summary>What a field takes.</summary>
internal enum ActionFieldKind
{
    Text,
    LongText,
    Number,
    Amount,
    Choice,
    Check,
    Copies,
    Moment,
    Hidden,
}
