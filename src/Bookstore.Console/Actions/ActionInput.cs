using System.Globalization;

namespace Bookstore.Operating;

/// <summary>What was entered into an action's form, checked field by field.</summary>
internal sealed class ActionInput
{
    // A browser sends the first one.
    private static readonly string[] MomentFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"];

    private readonly Dictionary<string, string> _values;
    private readonly IReadOnlyList<ActionField> _fields;

    private ActionInput(IReadOnlyList<ActionField> fields, Dictionary<string, string> values, IdempotencyKey key, CancellationToken cancellationToken)
    {
        _fields = fields;
        _values = values;
        Key = key;
        CancellationToken = cancellationToken;
    }

    /// <summary>The key that was made with the form.</summary>
    public IdempotencyKey Key { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>What is wrong, by the field's name.</summary>
    public Dictionary<string, string> Errors { get; } = new(StringComparer.Ordinal);

    public static ActionInput Read(ActionPlan plan, ConsoleRequest request)
    {
        var form = request.Form!;
        var key = form["key"] is [{ } sent] && IdempotencyKey.IsValid(sent) ? sent : Guid.CreateVersion7(request.Now).ToString();
        var values = plan.Fields.ToDictionary(static field => field.Name, field => form[field.Name] is [{ } text] ? text.ReplaceLineEndings("\n").Trim() : string.Empty, StringComparer.Ordinal);
        var input = new ActionInput(plan.Fields, values, new IdempotencyKey(request.Client.Name, key), request.Aborted);
        foreach (var field in plan.Fields)
        {
            if (ProblemOf(field, values[field.Name]) is { } problem)
            {
                input.Errors[field.Name] = problem;
            }
        }

        return input;
    }

    public string Raw(string name) => _values.GetValueOrDefault(name, string.Empty);

    /// <summary>A text; <see langword="null"/> when nothing was entered.</summary>
    public string? Text(string name) => Raw(name) is { Length: > 0 } text ? text : null;

    public bool IsChecked(string name) => Raw(name).Length > 0;

    public int? Number(string name) => int.TryParse(Raw(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public decimal? Amount(string name) => TryAmount(Raw(name), out var amount) ? amount : null;

    /// <summary>A time in UTC, to the minute.</summary>
    public DateTimeOffset? Moment(string name) => TryMoment(Raw(name), out var at) ? at : null;

    /// <summary>The copies that were entered, of each book with more than none.</summary>
    public IReadOnlyList<(Isbn Isbn, int Quantity)> Copies(string name = "copies") =>
        [.. _fields.Where(field => field.Kind == ActionFieldKind.Copies && field.Name.StartsWith(name + "-", StringComparison.Ordinal))
            .Select(field => (field.Isbn, Quantity: Number(field.Name) ?? 0)).Where(static copies => copies.Quantity > 0)];

    private static string? ProblemOf(ActionField field, string text)
    {
        if (text.Length == 0)
        {
            return field.IsRequired ? "Enter a value." : null;
        }

        switch (field.Kind)
        {
            case ActionFieldKind.Text or ActionFieldKind.LongText:
                return text.Length > field.MaxLength ? string.Create(CultureInfo.InvariantCulture, $"Enter at most {field.MaxLength} characters.") : null;
            case ActionFieldKind.Number or ActionFieldKind.Copies:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= field.Min && number <= field.Max
                    ? null
                    : string.Create(CultureInfo.InvariantCulture, $"Enter a whole number from {field.Min:N0} to {field.Max:N0}.");
            case ActionFieldKind.Amount:
                return !TryAmount(text, out var amount) || amount <= 0 ? "Enter an amount above zero, such as 12.99."
                    : decimal.Round(amount, field.Decimals) != amount ? string.Create(CultureInfo.InvariantCulture, $"Enter at most {field.Decimals} decimals.")
                    : null;
            case ActionFieldKind.Moment:
                return TryMoment(text, out _) ? null : "Enter a time such as 2026-11-22 10:30.";
            case ActionFieldKind.Choice:
                return field.Choices.Any(choice => choice.Value == text) ? null : "Choose one of the list.";
            default:
                return null;
        }
    }

    private static bool TryMoment(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at) && at.Year is >= 2000 and <= 2099;

    private static bool TryAmount(string text, out decimal amount) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) && amount < 1_000_000_000_000m;
}
