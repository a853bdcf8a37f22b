namespace Bookstore.AspNetCore;

/// <summary>A successful response of a handler, or of every handler with a parameter of this type. Its body is the resource of the handler's result; <c>304</c> has none.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RespondsAttribute(int status, string description) : Attribute
{
    public int Status { get; } = status;

    public string Description { get; } = description;
}

/// <summary>The problem codes of a handler, or of every handler with a parameter of this type, beside those that every operation has.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class RefusesAttribute(params string[] codes) : Attribute
{
    public IReadOnlyList<string> Codes { get; } = codes;
}
