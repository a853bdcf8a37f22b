using System.Globalization;

namespace Bookstore.Bench;

/// <summary>One goal and how far it is.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Ceiling">What it is held against; empty when the figure stands for itself.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Against">The ceiling's figure.</param>
/// <param name="Ratio">The one in relation to the other.</param>
/// <param name="Aim">The goal.</param>
/// <param name="IsMet">Whether it is reached; null when it was not measured.</param>
/// <param name="WhyNot">Why it was not measured.</param>
internal sealed record Goal(string What, string Ceiling, double Figure, double? Against, double Ratio, string Aim, bool? IsMet, string? WhyNot)
{
    public string Verdict => IsMet switch
    {
        true => "met",
        false => "**not met**",
        null => $"not measured: {WhyNot}",
    };

    public string Line => IsMet is null
        ? $"{What}: {Verdict}"
        : string.Create(CultureInfo.InvariantCulture, $"{What}: {Number(Figure)}{(Against is { } against ? $", {Ratio:f2} of {Number(against)} ({Ceiling})" : "")}; {Aim}: {(IsMet == true ? "met" : "not met")}");

    public static Goal Unknown(string what, string ceiling, string aim, string? whyNot) => new(what, ceiling, 0, null, 0, aim, null, whyNot);

    public static string Number(double value) => value.ToString(value >= 100 ? "n0" : value >= 10 ? "n1" : "n2", CultureInfo.InvariantCulture);
}
