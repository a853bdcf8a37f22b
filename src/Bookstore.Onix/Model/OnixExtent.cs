namespace Bookstore.Onix;

/// <summary>An extent, such as a number of pages.</summary>
/// <param name="Type">What is counted, a code of list 23.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">The unit, a code of list 24.</param>
public sealed record OnixExtent(string? Type, decimal Value, string? Unit);

/// <summary>A measure.</summary>
/// <param name="Type">What is measured, a code of list 48.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">The unit, a code of list 50.</param>
public sealed record OnixMeasure(string Type, decimal Value, string? Unit);
