package org.openimr.server.store.hapi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Takes out what HAPI would set up for resource types that are not served, or not by it.
 *
 * <p>HAPI defines a store and a provider for each of the 146 types of R4. Each costs start-up time
 * and memory, so that the definitions go before any bean is made.
 */
public final class UnservedTypes implements BeanDefinitionRegistryPostProcessor {

  private static final Pattern PER_TYPE = Pattern.compile("my([A-Z]\\w+?)(?:Dao|Rp)R4");

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    for (String name : registry.getBeanDefinitionNames()) {
      Matcher perType = PER_TYPE.matcher(name);
      if (perType.matches() && unserved(perType.group(1))) {
        registry.removeBeanDefinition(name);
      }
    }
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
    // Only definitions are taken out; the factory stays as it is.
  }

  private static boolean unserved(String type) {
    String name = type.equals("ListResource") ? "List" : type;
    return !name.equals("System")
        && (!ServedTypes.ALL.contains(name) || ServedTypes.KEPT_APART.contains(name));
  }
}
