namespace FlashFlow.WebFront.Tests.Products;

/// <summary>A test with a real nginx before the front, which <c>./flashflow test</c> installs where it may.</summary>
public sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (Nginx.Program is null)
            Skip = "It needs nginx, and this machine has none.";
    }
}
