package org.openimr.server.answer;

import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/** Lets HAPI find beans of ours where it looks for its own by their names. */
final class InPlaceOfHapi implements BeanDefinitionRegistryPostProcessor {

  private final Map<String, String> ours;

  /**
   * Makes it.
   *
   * @param ours our names, by HAPI's
   */
  InPlaceOfHapi(Map<String, String> ours) {
    this.ours = ours;
  }

  @Override
  public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
    ours.forEach(
        (theirs, name) -> {
          // fails if HAPI names it otherwise one day
          registry.removeBeanDefinition(theirs);
          registry.registerAlias(name, theirs);
        });
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    // names are all that is changed
  }
}
