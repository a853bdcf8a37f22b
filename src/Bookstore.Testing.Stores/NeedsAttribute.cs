namespace Bookstore.Testing.Stores;

/// <summary>Says what a store must have for a case, or for all cases of a class, to apply to it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsAttribute(Capability capability) : Attribute
{
    public Capability Capability => capability;
}

/// <summary>What one store has and another has not, each with a switch in <see cref="StoreUnderTest"/>.</summary>
internal enum Capability
{
    Data,
    SearchWords,
}
